"""What runs a network's file: ONNX Runtime, or OpenVINO where it is installed and was chosen.

OpenVINO can calculate in bfloat16, where the processor has instructions for it; its embeddings
then differ a little from those of float32, see `services.vision.encoders.tuning`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

# What exported files call the number of rows.
ROWS = "n"

Engine = Literal["onnxruntime", "openvino"]
Precision = Literal["float32", "bfloat16"]
Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Runtime:
    """What runs networks, and how.

    Attributes:
        engine: The library.
        precision: In which numbers it calculates.
    """

    engine: Engine = "onnxruntime"
    precision: Precision = "float32"

    def __str__(self) -> str:
        name = {"onnxruntime": "ONNX Runtime", "openvino": "OpenVINO"}[self.engine]
        return f"{name}, {self.precision}"


USUAL = Runtime()
"""What runs a network where nothing was chosen; embeddings are compared with its own."""


@dataclass(frozen=True, slots=True)
class Port:
    """What goes in or comes out: its name and sizes; a size that is free is None."""

    name: str
    sizes: tuple[int | None, ...]


class Session(Protocol):
    """An opened network. Threads may share it."""

    inputs: Sequence[Port]
    outputs: Sequence[Port]
    facts: Mapping[str, str]

    def run(self, wanted: Sequence[str], given: Mapping[str, Values]) -> list[Values]:
        """Return the outputs of those names."""
        ...


def available() -> tuple[Runtime, ...]:
    """Return what can be chosen from on this machine, the usual one first."""
    if not find_spec("openvino"):
        return (USUAL,)
    import openvino  # noqa: PLC0415

    others = [Runtime("openvino", "float32")]
    if "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        others.append(Runtime("openvino", "bfloat16"))
    return (USUAL, *others)


def open_session(
    model: Path,
    threads: int,
    runtime: Runtime = USUAL,
    *,
    inside: Sequence[str] = (),
    one_row: bool = False,
) -> Session:
    """Open a network's file.

    Args:
        model: The ONNX file.
        threads: CPU threads: of one run, or of the runs side by side where each has one row.
        runtime: What runs it.
        inside: Values between its layers that become outputs too.
        one_row: Whether every run has one row; what hangs on their number is then calculated
            here, once, in the files of EfficientNet-Lite a third of the time.

    Raises:
        Exception: it is no such file, or the runtime is missing; each has its own exceptions.
    """
    if runtime.engine == "openvino":
        return _OpenVino(model, threads, runtime.precision, inside, one_row)
    return _OnnxRuntime(model, threads, inside, one_row)


class _OnnxRuntime:
    def __init__(self, model: Path, threads: int, inside: Sequence[str], one_row: bool) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1 if one_row else threads
        if one_row:
            options.add_free_dimension_override_by_name(ROWS, 1)
        # Spinning buys microseconds and costs the small machine's other core.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            model.read_bytes() + _outputs(inside) if inside else str(model),
            options,
            providers=["CPUExecutionProvider"],
        )
        self.inputs: Sequence[Port] = _ports(self._session.get_inputs())
        self.outputs: Sequence[Port] = _ports(self._session.get_outputs())
        self.facts: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, wanted: Sequence[str], given: Mapping[str, Values]) -> list[Values]:
        return [np.asarray(each) for each in self._session.run(list(wanted), dict(given))]


class _OpenVino:
    def __init__(
        self,
        model: Path,
        threads: int,
        precision: Precision,
        inside: Sequence[str],
        one_row: bool,
    ) -> None:
        import openvino  # noqa: PLC0415

        core = openvino.Core()
        network = core.read_model(model)
        self.inputs: Sequence[Port] = _openvino_ports(network.inputs)
        network.add_outputs(list(inside))
        if one_row:
            network.reshape({each: [1, *list(each.partial_shape)[1:]] for each in network.inputs})
        self.outputs: Sequence[Port] = _openvino_ports(network.outputs)
        # It keeps none of what the file says of itself.
        self.facts: Mapping[str, str] = {}
        self._compiled = core.compile_model(
            network,
            "CPU",
            {
                "INFERENCE_NUM_THREADS": threads,
                "INFERENCE_PRECISION_HINT": {"float32": "f32", "bfloat16": "bf16"}[precision],
                "NUM_STREAMS": threads if one_row else 1,
            },
        )
        self._requests = threading.local()

    def run(self, wanted: Sequence[str], given: Mapping[str, Values]) -> list[Values]:
        # A request is one thread's at a time, and dear to make.
        request = getattr(self._requests, "request", None)
        if request is None:
            request = self._requests.request = self._compiled.create_infer_request()
        request.infer(dict(given), share_inputs=True)
        return [request.get_tensor(name).data.copy() for name in wanted]


def _ports(ports: Sequence[Any]) -> list[Port]:
    return [
        Port(port.name, tuple(size if isinstance(size, int) else None for size in port.shape))
        for port in ports
    ]


def _openvino_ports(ports: Sequence[Any]) -> list[Port]:
    return [
        Port(
            port.any_name,
            tuple(size.get_length() if size.is_static else None for size in port.partial_shape),
        )
        for port in ports
    ]


def _outputs(values: Sequence[str]) -> bytes:
    """Return what makes values of a model its outputs where it is appended to its file.

    What is appended to a message of Protocol Buffers is merged into it. So a file stays as it is,
    and its checksum names its weights.
    """
    # ModelProto.graph is its field 7, GraphProto.output 12, ValueInfoProto.name 1.
    return _field(7, b"".join(_field(12, _field(1, value.encode())) for value in values))


def _field(number: int, data: bytes) -> bytes:
    length, digits = len(data), []
    while length > 127:
        digits.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *digits, length]) + data
