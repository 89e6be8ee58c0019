"""The tables: films and their pictures, downloads, embeddings of pictures, and the query log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC: SQLite has no time zones of its own."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as naive UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the database must carry its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of the tables; constraints are named, so that a later migration can drop one."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class FilmRow(Base):
    """One film. `tmdb_id` is not unique: sources give some films a neighbour's number.

    `key` is given once and stays; a row that a process of before has written has none until the
    database is opened again, see `services.store.film_keys`.
    """

    __tablename__ = "films"
    __table_args__ = (
        # Nearly no film has one.
        Index(
            None,
            "tmdb_series_id",
            sqlite_where=text("tmdb_series_id IS NOT NULL"),
            postgresql_where=text("tmdb_series_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    imdb_id: Mapped[str | None] = mapped_column(String, unique=True)
    tmdb_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str]
    year: Mapped[int | None]
    genres: Mapped[list[str]] = mapped_column(JSON)
    split: Mapped[str | None]
    redistributable: Mapped[bool]
    source: Mapped[str]
    # Other names that people may look for: foreign and former titles.
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # By the code of a language: what the film is called in it.
    titles: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    poster_url: Mapped[str | None]
    popularity: Mapped[float | None] = mapped_column(Float)
    key: Mapped[str | None] = mapped_column(index=True)
    # A series of television; TMDB's number of it is no film's.
    series: Mapped[bool] = mapped_column(default=False, server_default=false())
    tmdb_series_id: Mapped[int | None]
    # What sources say: not for everybody. A person's word, where there is one, goes before it.
    adult: Mapped[bool] = mapped_column(default=False, server_default=false())
    marked: Mapped[bool | None]
    certification: Mapped[str | None]
    poster: Mapped[PosterRow | None] = relationship(
        back_populates="film", cascade="all, delete-orphan", passive_deletes=True
    )
    keys: Mapped[list[FilmKeyRow]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    editions: Mapped[list[EditionRow]] = relationship(
        back_populates="film",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="EditionRow.position",
        lazy="raise",
    )


class FilmDetailsRow(Base):
    """What TMDB told of a film beside its name, by TMDB's number; see `core.film_details`."""

    __tablename__ = "film_details"

    tmdb_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    series: Mapped[bool] = mapped_column(primary_key=True, autoincrement=False)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FilmKeyRow(Base):
    """What a film is found by: its own key, and those of films that became one with it."""

    __tablename__ = "film_keys"

    key: Mapped[str] = mapped_column(primary_key=True)
    film_id: Mapped[int] = mapped_column(ForeignKey("films.id", ondelete="CASCADE"), index=True)


class PosterRow(Base):
    """A film's own picture on disk, the one that stands for it; `EditionRow` has the others.

    `kind` is `edition` where no source has called it the film's poster, else `poster` or None.
    `language` is a code such as `de`, `source` what brought the picture, where they are known.

    `digest` is the SHA-256 of the file, in hex. `size` (bytes) and `mtime_ns` tell, without
    reading the file, that it has not been touched since. `width` and `height` are in pixels.
    """

    __tablename__ = "posters"

    film_id: Mapped[int] = mapped_column(
        ForeignKey("films.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    path: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str | None]
    language: Mapped[str | None]
    source: Mapped[str | None]
    film: Mapped[FilmRow] = relationship(back_populates="poster")


class EditionRow(Base):
    """Another picture of a film, as `PosterRow`; `position` is 1 for the second of all.

    A table of its own, since processes of the version before know one poster a film.
    """

    __tablename__ = "editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    film_id: Mapped[int] = mapped_column(ForeignKey("films.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    path: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str | None]
    language: Mapped[str | None]
    source: Mapped[str | None]
    film: Mapped[FilmRow] = relationship(back_populates="editions")


class DownloadRow(Base):
    """A poster that was fetched and stored: its file's size, and the server's ETag for it.

    The file's path follows from the address: `services.catalogue.sources.download.poster_path`.
    """

    __tablename__ = "downloads"

    url: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    etag: Mapped[str | None]


class RejectedRow(Base):
    """A picture that is no poster, by the digest of its file: neither embedded nor indexed.

    Posters keep pointing at it, so that an import of the same file finds nothing new; a file that
    changes has another digest and is looked at afresh. `film_key` is one of its films, for people.
    `kept` is a person's word that the picture stays, which no later cleaning overrules.
    """

    __tablename__ = "rejected_pictures"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    film_key: Mapped[str]
    reason: Mapped[str]
    kept: Mapped[bool] = mapped_column(default=False)
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BlockedRow(Base):
    """A name of a film that no import brings in: an id, a key, or what a picture of it is called.

    `key` is what the film is called on the list, `label` what it was called, empty where it was
    blocked before it came.
    """

    __tablename__ = "blocked_films"

    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    blocked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EmbeddingRow(Base):
    """What one encoder makes of one picture: float16, little-endian.

    Keyed by the picture and not by the film, so that a picture is never embedded twice.
    """

    __tablename__ = "embeddings"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    encoder: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class LocalFeaturesRow(Base):
    """The local features of one picture, as `LocalFeatures.to_bytes` writes them.

    `key` names how they are read, so that those of another version are read anew.
    """

    __tablename__ = "local_features"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class QueryRow(Base):
    """One question to Marquee, answered or failed; of the picture, its digest alone.

    `answer`, `confidence` and `decided_by` tell how a picture was answered; see
    `services.store.query_log.QueryRecord`. Rows of before have none of them.
    """

    __tablename__ = "queries"
    __table_args__ = (
        CheckConstraint("outcome IN ('matched', 'answered', 'failed')", name="outcome"),
        Index(None, "user_id", "asked_at"),
        Index(None, "guild_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    guild_id: Mapped[int | None] = mapped_column(BigInteger)
    encoder: Mapped[str | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str]
    error_code: Mapped[str | None]
    match_key: Mapped[str | None]
    neighbour_keys: Mapped[list[str]] = mapped_column(JSON)
    timings_ms: Mapped[dict[str, float]] = mapped_column(JSON)
    answer: Mapped[str | None]
    perhaps_key: Mapped[str | None]
    confidence: Mapped[float | None] = mapped_column(Float)
    decided_by: Mapped[str | None]
