from __future__ import annotations

import asyncio
import gc
import sys
import threading
from pathlib import Path
from subprocess import run

import pytest

from services.core.errors import PosterError, RequestError, UnavailableError
from services.core.settings import Settings
from services.core.types import Film
from services.inference.connect import connect
from services.inference.embedded import EmbeddedClient
from services.inference.http import HttpClient
from services.inference.registry import Pipeline
from tests.inference.helpers import FACE_OFF, HEAT, POISON, FakePipeline, poster, settings, until


def embedded(chosen: Settings, pipeline: FakePipeline) -> EmbeddedClient:
    return EmbeddedClient(chosen, open_pipeline=lambda _settings, _encoder: pipeline)


def test_the_settings_choose_the_client(tmp_path: Path) -> None:
    assert isinstance(connect(settings(tmp_path)), EmbeddedClient)
    remote = settings(tmp_path, inference_url="http://127.0.0.1:1")
    assert isinstance(connect(remote), HttpClient)


def test_importing_the_client_loads_no_model_library() -> None:
    heavy = ("numpy", "onnxruntime", "annoy", "cv2", "PIL", "torch")
    code = (
        "import sys, services.inference.connect, services.inference.embedded;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_it_answers_off_the_loop_with_every_stage_timed(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    client = embedded(settings(tmp_path), pipeline)
    await client.start()
    answer = await client.identify(poster(7), k=2)
    assert answer.match is not None
    assert answer.match.film.title == "Film 7"
    assert [item.film.title for item in answer.neighbours] == ["Film 7.0", "Film 7.1"]
    assert {"decode", "queue", "embed", "search", "heads", "total"} == set(answer.timings_ms)
    assert threading.current_thread().name not in pipeline.threads
    await client.close()
    await client.close()


async def test_each_gets_as_many_neighbours_as_asked_for_in_one_group(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    client = embedded(settings(tmp_path), pipeline)
    pipeline.go.clear()
    first = asyncio.create_task(client.identify(poster(0)))
    assert await asyncio.to_thread(pipeline.begun.wait, 30)
    others = [asyncio.create_task(client.identify(poster(k), k=k)) for k in (5, 1, 3)]

    async def all_wait() -> bool:
        return client.waiting == 4

    await until(all_wait)
    pipeline.go.set()
    await first
    for k, answer in zip((5, 1, 3), await asyncio.gather(*others), strict=True):
        assert [item.film.title for item in answer.neighbours] == [
            f"Film {k}.{i}" for i in range(k)
        ]
    await client.close()


async def test_a_picture_the_model_chokes_on_fails_alone(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    client = embedded(settings(tmp_path), pipeline)
    numbers = [1, POISON, 2, 3]
    answers = await asyncio.gather(
        *(client.identify(poster(number)) for number in numbers), return_exceptions=True
    )
    assert isinstance(answers[1], ZeroDivisionError)
    for number, answer in zip(numbers, answers, strict=True):
        if number != POISON:
            assert not isinstance(answer, BaseException)
            assert answer.match is not None
            assert answer.match.film.title == f"Film {number}"
    await client.close()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"GIF-like words, no picture", "not_an_image"),
        (poster(size=(200, 300), kind="JPEG")[:-400], "truncated"),
        (b"\0" * 30_001, "too_large"),
        (poster(size=(400, 400)), "too_many_pixels"),
    ],
)
async def test_bad_posters_are_told_apart(
    tmp_path: Path, pipeline: FakePipeline, data: bytes, code: str
) -> None:
    client = embedded(settings(tmp_path, max_bytes=30_000, max_pixels=100_000), pipeline)
    with pytest.raises(PosterError) as refusal:
        await client.identify(data)
    assert refusal.value.code == code
    assert pipeline.groups == []
    assert client.waiting == 0
    await client.close()


async def test_a_huge_picture_is_shrunk_before_it_waits(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    class Measuring(FakePipeline):
        def identify(self, images, *, k=3):
            seen.extend(image.size for image in images)
            return super().identify(images, k=k)

    client = embedded(settings(tmp_path), Measuring())
    await client.identify(poster(1, (4000, 6000)))
    await client.identify(poster(1, (1500, 2300)))
    assert seen == [(1334, 2000), (1500, 2300)]
    await client.close()


@pytest.mark.parametrize("k", [0, -1, 11])
async def test_a_wrong_k_is_the_callers_slip(
    tmp_path: Path, pipeline: FakePipeline, k: int
) -> None:
    client = embedded(settings(tmp_path, max_k=10), pipeline)
    with pytest.raises(RequestError):
        await client.identify(poster(), k=k)
    await client.close()


@pytest.mark.parametrize("name", ["", "../starter", "a/b", "CLIP", "x" * 80, "a\nb"])
async def test_an_encoders_name_never_becomes_a_path(
    tmp_path: Path, pipeline: FakePipeline, name: str
) -> None:
    client = embedded(settings(tmp_path), pipeline)
    with pytest.raises(RequestError):
        await client.identify(poster(), encoder=name)
    await client.close()


async def test_another_encoder_is_opened_once_and_answers_for_itself(tmp_path: Path) -> None:
    opened: list[str | None] = []

    def open_one(_settings: Settings, encoder: str | None) -> Pipeline:
        opened.append(encoder)
        return FakePipeline(encoder_name=encoder or "poster-lite")

    client = EmbeddedClient(settings(tmp_path), open_pipeline=open_one)
    await client.start()
    answers = await asyncio.gather(
        *(client.identify(poster(i), encoder=name) for i in range(3) for name in (None, "resnet50"))
    )
    assert [answer.encoder for answer in answers] == ["poster-lite", "resnet50"] * 3
    assert sorted(opened, key=str) == [None, "resnet50"]
    await client.close()


async def test_an_encoder_that_is_not_set_up_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    client = EmbeddedClient(settings(tmp_path))
    for name, code in (("vgg16", "no_catalogue"), ("no-such", "unknown_encoder")):
        with pytest.raises(UnavailableError) as refusal:
            await client.identify(poster(), encoder=name)
        assert refusal.value.code == code
    assert not (tmp_path / "weights").exists()
    await client.close()


async def test_one_who_leaves_does_not_stop_the_opening_for_others(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    opening, go = threading.Event(), threading.Event()
    opened: list[str | None] = []

    def open_slowly(_settings: Settings, encoder: str | None) -> Pipeline:
        opened.append(encoder)
        opening.set()
        assert go.wait(30)
        return pipeline

    client = EmbeddedClient(settings(tmp_path), open_pipeline=open_slowly)
    leaving = asyncio.create_task(client.start())
    staying = asyncio.create_task(client.identify(poster(3)))
    assert await asyncio.to_thread(opening.wait, 30)
    leaving.cancel()
    await asyncio.wait({leaving})
    go.set()
    answer = await staying
    assert answer.match is not None
    assert answer.match.film.title == "Film 3"
    assert opened == [None]
    await client.close()


async def test_an_opening_that_fails_when_all_have_left_is_no_lost_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opening, go, failed = threading.Event(), threading.Event(), threading.Event()

    def fail(_settings: Settings, _encoder: str | None) -> Pipeline:
        opening.set()
        assert go.wait(30)
        failed.set()
        raise UnavailableError("no_catalogue", "Build it first.")

    client = EmbeddedClient(settings(tmp_path), open_pipeline=fail)
    leaving = asyncio.create_task(client.identify(poster(3)))
    assert await asyncio.to_thread(opening.wait, 30)
    (shielded,) = [task for task in asyncio.all_tasks() if "marquee-open" in task.get_name()]
    leaving.cancel()
    await asyncio.wait({leaving})
    go.set()
    await asyncio.wait({shielded})
    del leaving, shielded
    gc.collect()
    assert failed.is_set()
    assert "never retrieved" not in caplog.text
    await client.close()


async def test_an_opening_that_failed_is_tried_again(
    tmp_path: Path, pipeline: FakePipeline
) -> None:
    tries = iter([UnavailableError("no_catalogue", "Build it first."), None])

    def open_one(_settings: Settings, _encoder: str | None) -> Pipeline:
        if error := next(tries):
            raise error
        return pipeline

    client = EmbeddedClient(settings(tmp_path), open_pipeline=open_one)
    with pytest.raises(UnavailableError) as refusal:
        await client.start()
    assert refusal.value.code == "no_catalogue"
    assert client.pipeline is None
    await client.start()
    assert client.pipeline is pipeline
    await client.close()


async def test_a_film_gives_its_own_picture_or_none(
    tmp_path: Path, pipeline: FakePipeline, caplog: pytest.LogCaptureFixture
) -> None:
    picture = tmp_path / "heat.png"
    picture.write_bytes(poster(3))
    pipeline.pictures = {HEAT.key: picture, FACE_OFF.key: tmp_path}
    client = embedded(settings(tmp_path), pipeline)
    assert await client.poster(HEAT) == poster(3)
    assert await client.poster(Film("Unheard of")) is None
    assert await client.poster(FACE_OFF) is None  # a folder: cannot be read
    assert "cannot be read" in caplog.text
    picture.unlink()
    assert await client.poster(HEAT) is None
    await client.close()
