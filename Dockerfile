# The light install, and what reads an iPhone's pictures: no torch. Build: docker build -t marquee .
FROM python:3.12-slim AS build
# annoy comes as source.
RUN apt-get update && apt-get install -y --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Plain instructions, so that the image runs on any machine of the architecture.
ENV ANNOY_COMPILER_ARGS="-O3,-ffast-math,-fno-associative-math,-DANNOYLIB_MULTITHREADED_BUILD,-std=c++14"
# What Marquee needs, by the lock: a layer that lasts until the lock changes.
COPY requirements/build.txt requirements/light.txt requirements/heif.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && /venv/bin/pip install --no-cache-dir --require-hashes --no-build-isolation \
        -r requirements/heif.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY marquee marquee
COPY bot bot
COPY services services
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --no-build-isolation --no-deps . \
    && /venv/bin/pip uninstall --yes setuptools

FROM python:3.12-slim
COPY --from=build /venv /venv
RUN useradd --create-home marquee && mkdir /data /secret && chown marquee /data /secret
USER marquee
WORKDIR /home/marquee
ENV PATH=/venv/bin:$PATH MARQUEE_DATA_DIR=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["marquee"]
CMD ["bot"]
