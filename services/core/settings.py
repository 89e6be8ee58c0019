"""Every setting of Marquee, read from `MARQUEE_*` variables, the files they name, and `.env`."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from services.core.encoders import POSTER_LITE, SPECS
from services.core.errors import UnavailableError
from services.core.settings_errors import ENV_FILE, PREFIX, unknown_variables, wrong_settings
from services.core.settings_files import SecretFiles

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
# Those that logging knows beside them; they were taken before.
_FURTHER_LEVELS = ("CRITICAL", "FATAL", "WARN", "NOTSET")

log = logging.getLogger(__name__)


class Settings(BaseSettings):
    """The settings, each one a `MARQUEE_<NAME>` variable; see `.env.example`.

    A secret one may also be in a file that `MARQUEE_<NAME>_FILE` names.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        # An error that quotes what was given would tell tokens.
        hide_input_in_errors=True,
    )

    discord_token: SecretStr | None = Field(None, description="The bot's token.")
    # A secret, for it may hold a password.
    inference_url: SecretStr | None = Field(
        None, description="Base URL of an inference service; unset runs the model in the bot."
    )
    secret: SecretStr | None = Field(
        None, description="What the inference service and its callers share; see docs/service.md."
    )
    allowed_hosts: str = Field(
        "", description="Names that the service may be asked by, with commas between; * for any."
    )
    tmdb_token: SecretStr | None = Field(None, description="TMDB's API read access token, or key.")
    tmdb_url: str = Field("https://api.themoviedb.org/3", description="TMDB's API.")
    tmdb_image_url: str = Field("https://image.tmdb.org/t/p", description="TMDB's pictures.")
    tmdb_rate: float = Field(
        40.0, gt=0, allow_inf_nan=False, description="Questions to TMDB a second, at most."
    )
    data_dir: Path = Field(Path("data"), description="Database, indexes and trained heads.")
    encoder: str = Field(
        POSTER_LITE.name,
        description="The encoder used unless another is asked for.",
        examples=[*SPECS],
    )
    host: str = Field("127.0.0.1", description="Address that `marquee serve` listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that `marquee serve` listens on.")
    socket: Path | None = Field(
        None, description="Unix socket that `marquee serve` listens on, in place of host and port."
    )
    max_bytes: int = Field(20 * 2**20, gt=0, description="Largest picture accepted, in bytes.")
    # A phone's 24 megapixels are 5712 x 4284.
    max_pixels: int = Field(
        24_500_000,
        gt=0,
        description="Largest picture accepted, in pixels; twice as many of a JPEG, which is "
        "reduced while it is read, two fifths of WebP and AVIF, which take most memory.",
    )
    max_k: int = Field(10, ge=1, le=50, description="Most neighbours that can be asked for.")
    queue_size: int = Field(64, ge=1, description="Posters that may wait before we say 'busy'.")
    cache_bytes: int = Field(
        16 * 2**20, ge=0, description="Memory for answers of pictures seen before; 0 keeps none."
    )
    threads: int = Field(2, ge=1, description="Threads that the model may use.")
    read_titles: bool = Field(
        True, description="Read titles where nothing else decides and the extra `ocr` is there."
    )
    message_content: bool = Field(
        False,
        description="Read what is written in a game's thread, as answers; Discord must allow it.",
    )
    timeout_s: float = Field(
        20.0, gt=0, allow_inf_nan=False, description="Longest wait for the inference service."
    )
    retention_days: int = Field(
        90, ge=0, le=3650, description="Days that the query log is kept; 0 keeps it for ever."
    )
    log_level: str = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR.", examples=[*LOG_LEVELS]
    )
    log_format: str = Field(
        "text",
        description="How bot and service log: text, or json, an object a line.",
        examples=[*LOG_FORMATS],
    )

    @field_validator("encoder")
    @classmethod
    def _known_encoder(cls, encoder: str) -> str:
        if encoder not in SPECS:
            raise ValueError("no such encoder")
        return encoder

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in (*LOG_LEVELS, *_FURTHER_LEVELS):
            raise ValueError("no such level")
        return level.upper()

    @field_validator("log_format")
    @classmethod
    def _known_format(cls, log_format: str) -> str:
        if log_format.lower() not in LOG_FORMATS:
            raise ValueError("no such format")
        return log_format.lower()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the files that variables name before the variables."""
        files = SecretFiles(settings_cls, env_settings, dotenv_settings)
        return init_settings, files, env_settings, dotenv_settings

    @property
    def database_path(self) -> Path:
        """The SQLite file: films, posters, embeddings and the query log."""
        return self.data_dir / "marquee.db"

    @property
    def indexes_dir(self) -> Path:
        """One folder an encoder, each with its builds and a `current` pointer."""
        return self.data_dir / "indexes"

    @property
    def heads_dir(self) -> Path:
        """One folder an encoder: heads trained here, preferred over the starter's."""
        return self.data_dir / "heads"

    @property
    def encoders_dir(self) -> Path:
        """One folder a key: the weights that the indexes were built with."""
        return self.data_dir / "encoders"

    @property
    def runs_dir(self) -> Path:
        """One folder a training run of an encoder."""
        return self.data_dir / "runs"

    @property
    def posters_dir(self) -> Path:
        """Posters fetched from the web, named by their addresses."""
        return self.data_dir / "posters"

    @property
    def weights_dir(self) -> Path:
        """Where downloaded encoder weights are kept and looked for."""
        return self.data_dir / "weights"


@lru_cache
def get_settings() -> Settings:
    """Return the process's settings, read once; raises as `read_settings` does.

    A variable that looks like a setting and is none is told of in the log, which without any
    set-up is standard error.
    """
    settings = read_settings()
    for sentence in unknown_variables(Settings):
        log.warning("%s", sentence)
    return settings


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        UnavailableError: `bad_settings` where a variable is no such setting, or names a file that
            cannot be read; its sentences never hold what was given.
    """
    try:
        return Settings()  # pyright: ignore[reportCallIssue]  (pydantic fills the fields)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        raise UnavailableError("bad_settings", wrong_settings(Settings, problems)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise UnavailableError("bad_settings", f"{ENV_FILE} cannot be read: {reason}.") from None
