package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.Golden;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestRenderTest {

    @TempDir
    Path folder;

    @Test
    void showsTheManifestAsItIsAfterAllReplacement() {
        String text = new ManifestFolder(folder)
                .manifest("""
                        include: steps/common.yml
                        vars:
                          project: factory
                          dependencies: [requests, ipython]
                        name: factory
                        language: python:3.12
                        env: {PIP_NO_CACHE_DIR: "1", EMPTY: "", COLON: "a: b", HASH: "a #b"}
                        install:
                        [#list dependencies as pkg]
                          - pip install [=sh(pkg)]
                        [/#list]
                          - name: tools
                            run: apt-get install -y [=it]
                            each: [curl, git]
                            timeout: 10m
                          - run: left out
                            when: project == "other"
                          - copy: {from: src/, to: /opt/[=project], exclude: [a, "*.pyc"], nothing: {}, none: []}
                          - run: |
                              set -e

                              [ -f a ] && echo "[=r'[=']1+1]"
                          - run: "  tab\\tand bell \\a é 😀"
                          - name: both
                            parallel:
                              - ./a.sh
                              - [./b.sh, {run: ./c.sh, user: app}]
                        script:
                          - pylint [=project] tests/
                          - [nosetests --with-coverage, coverage report]
                        artifact:
                          repo: test/factory
                          cmd: []
                          labels: {"[=r'[=']x]": "y\\nz"}
                        """)
                .file("steps/common.yml", "base: debian:12\ninstall: [first]\n")
                .render();

        Golden.assertMatches("render/factory.yml", text);
    }

    @Test
    void aBuildOfTheProjectAsBaseIsShownAsOne() {
        ManifestFolder source = new ManifestFolder(folder).manifest("base: {build: api}\ninstall: [x]\n");

        String shown = source.render();

        assertThat(shown).contains("base:\n  build: api\n");
        assertThat(source.manifest(shown).load().baseBuild().orElseThrow().build())
                .isEqualTo("api");
    }

    @Test
    void whatIsShownLoadsAsTheSameManifest() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            HostileManifest hostile = new HostileManifest(random);
            ManifestFolder source = new ManifestFolder(folder.resolve("same"))
                    .manifest(hostile.text())
                    .file(HostileManifest.INCLUDED, hostile.included());
            HostileValues values = new HostileValues(random);
            values.next(hostile.variables().size())
                    .forEach(value -> source.variable(
                            hostile.variables().get(source.request().variables().size()), value));

            String shown = source.render();
            Manifest again =
                    new ManifestFolder(folder.resolve("same")).manifest(shown).load();
            source.manifest(hostile.text());

            assertThat(withoutPlaces(again)).as(shown).isEqualTo(withoutPlaces(source.load()));
        }
    }

    private static String withoutPlaces(Manifest manifest) {
        return new ManifestShape(
                        text -> text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("-")))
                .of(manifest)
                .toString()
                .replaceAll("(chandler|included)\\.yml:\\d+:\\d+", "PLACE");
    }
}
