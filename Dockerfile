# The light install: no torch. Build: docker build -t marquee .
FROM python:3.12-slim AS build
# annoy comes as source.
RUN apt-get update && apt-get install -y --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY marquee marquee
COPY bot bot
COPY services services
COPY migrations migrations
# Plain instructions, so that the image runs on any machine of the architecture.
ENV ANNOY_COMPILER_ARGS="-O3,-ffast-math,-fno-associative-math,-DANNOYLIB_MULTITHREADED_BUILD,-std=c++14"
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir .

FROM python:3.12-slim
COPY --from=build /venv /venv
RUN useradd --create-home marquee && mkdir /data && chown marquee /data
USER marquee
WORKDIR /home/marquee
ENV PATH=/venv/bin:$PATH MARQUEE_DATA_DIR=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["marquee"]
CMD ["bot"]
