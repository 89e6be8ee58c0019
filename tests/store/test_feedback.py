from sqlalchemy import delete, select

from services.store import QueryRecord, Store, feedback
from services.store.models import QueryRow
from services.store.server_models import RecognitionFeedbackRow

HEAT = "tt0113277"
DOUBTED = QueryRecord(
    user_id=7,
    channel_id=5,
    guild_id=9,
    encoder="poster-lite",
    digest="ab" * 32,
    outcome="answered",
    answer="perhaps",
    perhaps_key=HEAT,
    confidence=0.64,
    decided_by="geometry",
)


async def say(store: Store, query_id: int, user_id: int, verdict: feedback.Verdict) -> bool:
    async with store.session() as session:
        kept = await feedback.give(session, query_id, user_id, verdict)
        await session.commit()
    return kept


async def test_the_last_word_of_each_member_counts(store: Store):
    first = await store.log_query(QueryRecord(1, None, None, None, None, "answered"))
    second = await store.log_query(QueryRecord(1, None, None, None, None, "answered"))
    assert await say(store, first, 7, "right")
    assert await say(store, first, 8, "right")
    assert await say(store, first, 7, "wrong")
    async with store.session() as session:
        assert await feedback.given(session, first) == {7: "wrong", 8: "right"}
        assert await feedback.given(session, second) == {}


async def test_an_answer_that_is_logged_no_more(store: Store):
    assert not await say(store, 5, 7, "right")
    async with store.session() as session:
        assert await feedback.given(session, 5) == {}


async def confirm(store: Store, query_id: int, user_id: int, agreed: bool) -> str | None:
    async with store.session() as session:
        key = await feedback.confirm(session, query_id, user_id, agreed=agreed)
        await session.commit()
    return key


async def confirmed(store: Store) -> list[RecognitionFeedbackRow]:
    async with store.session() as session:
        return list(await session.scalars(select(RecognitionFeedbackRow)))


async def test_a_yes_is_kept_with_what_was_asked_and_a_no_takes_its_place(store: Store):
    query_id = await store.log_query(DOUBTED)
    assert await confirm(store, query_id, 7, True) == HEAT
    (row,) = await confirmed(store)
    assert row.agreed
    assert (row.user_id, row.channel_id, row.guild_id) == (7, 5, 9)
    assert (row.digest, row.encoder, row.film_key) == ("ab" * 32, "poster-lite", HEAT)
    assert row.confidence == 0.64
    assert await confirm(store, query_id, 7, False) == HEAT
    (row,) = await confirmed(store)
    assert not row.agreed


async def test_only_who_asked_is_heard_and_only_on_a_doubt(store: Store):
    doubted = await store.log_query(DOUBTED)
    sure = await store.log_query(QueryRecord(7, None, None, None, None, "matched", match_key=HEAT))
    assert await confirm(store, doubted, 8, True) is None
    assert await confirm(store, sure, 7, True) is None
    assert await confirm(store, 99, 7, True) is None
    assert await confirmed(store) == []


async def test_a_yes_goes_with_its_question(store: Store):
    query_id = await store.log_query(DOUBTED)
    await confirm(store, query_id, 7, True)
    async with store.session() as session:
        await session.execute(delete(QueryRow))
        await session.commit()
    assert await confirmed(store) == []
