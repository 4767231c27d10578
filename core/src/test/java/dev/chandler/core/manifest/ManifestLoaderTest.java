package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.BaseReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestLoaderTest {

    @TempDir
    Path folder;

    @Test
    void readsTheWholeExample() {
        Manifest manifest = new ManifestFolder(folder).manifest("""
                        name: factory
                        vars:
                          project: factory
                          dependencies: {type: list, default: [requests, ipython], description: what to pip install}
                          python: {type: string, default: "3.12", pattern: '3\\.\\d+'}
                        language: python:[=python]
                        env: {PIP_NO_CACHE_DIR: "1"}
                        install:
                        [#list dependencies as pkg]
                          - pip install [=sh(pkg)]
                        [/#list]
                          - run: apt-get install -y [=it]
                            each: [curl, git]
                          - copy: {from: src/, to: /opt/[=project], owner: "1000:1000"}
                          - run: make -C /opt/[=project]
                            workdir: /opt/[=project]
                            user: app
                            timeout: 10m
                            retries: 2
                          - parallel:
                              - ./a.sh
                              - [./b.sh, ./c.sh]
                        script:
                          - pylint [=project] tests/
                          - [nosetests --with-coverage, coverage report]
                        artifact:
                          repo: test/factory
                          tags: ["1.0", latest]
                          cmd: [python, -m, factory]
                          labels: {org.opencontainers.image.source: here}
                        """).load();
        assertThat(manifest.base()).isEqualTo(new BaseReference.Image("python:3.12"));
        assertThat(manifest.install().stream().map(StepSpec::id))
                .isEqualTo(List.of(
                        "install[0]",
                        "install[1]",
                        "install[2]",
                        "install[3]",
                        "install[4]",
                        "install[5]",
                        "install[6]"));
        assertThat(manifest.env()).isEqualTo(Map.of("PIP_NO_CACHE_DIR", "1"));
    }
}
