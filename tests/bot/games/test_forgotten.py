"""A player asks to be forgotten: the game stays what it was for everybody else."""

from bot.games.rules import standings as rules
from bot.games.session import GameSession
from bot.games.winners import Wins
from services.store import privacy
from services.store.scores import standings
from tests.bot.games.played import Night, answer


async def _standing(night: Night) -> dict[int, tuple[int, int, int]]:
    """Return points, rank and rounds won by player, as the rules see them now."""
    session = GameSession(night.bot.store, await night.game())
    await session.load()
    return {
        place.player.id: (place.points, place.rank, place.won)
        for place in rules.standing(session.played, session.members, session.options)
    }


async def test_the_others_keep_points_ranks_and_wins(night: Night, alice, bob, cara):
    await night.start(alice, bob, cara, rounds=2, seconds=20, several=True)
    for right in ((True, True, False), (True, False, True)):
        for member, is_right in zip((alice, bob, cara), right, strict=True):
            await night.env.advance_time(1)
            await answer(night, member, right=is_right)
        await night.until_closed()
        await night.pause()
    game = await night.game()
    assert game.state == "ended"
    before = await _standing(night)
    won = await Wins(night.bot.store).of(game)
    assert won == {alice.id}

    async with night.bot.store.session() as db:
        board = {s.user_id: s.points for s in await standings(db, game.scope_id)}
        await privacy.forget(db, alice.id)
        await db.commit()

    after = await _standing(night)
    assert after.pop(-1) == before.pop(alice.id)
    assert after == before
    # Bob does not become the winner of a game that he lost.
    assert await Wins(night.bot.store).of(game) == {-1}
    async with night.bot.store.session() as db:
        left = {s.user_id: s.points for s in await standings(db, game.scope_id)}
    assert alice.id in board
    assert left == {user: points for user, points in board.items() if user != alice.id}
