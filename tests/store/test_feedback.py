from services.store import QueryRecord, Store, feedback


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
