package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A manifest is built with modules that stand in folders beside it. */
class ModulesIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @BeforeEach
    void modules() {
        stranger.file("modules/mark/module.yml", """
                name: base/mark
                version: 1.0.0
                parameters: {file: {pattern: "/.*"}}
                install:
                  - echo marked >>[=file]
                script:
                  - test -s [=file]
                """);
        stranger.file("modules/site/files/page.txt", "page\n");
        stranger.file("modules/site/module.yml", """
                name: web/site
                version: 1.2.0
                requires: {modules: ../mark}
                parameters:
                  port: {type: number, default: 80}
                  title: no title
                env: {SITE: "site [=port]"}
                install:
                  - run: cat /proc/sys/kernel/random/uuid
                    register: id
                  - copy: {from: files/, to: /srv/[=port]}
                  - name: page
                    run: echo "[=title] $SITE $ID" >>/srv/[=port]/page.txt
                    env: {ID: {from: id}}
                  - use: base/mark
                    with: {file: "/srv/[=port]/mark"}
                script:
                  - run: grep "$ID" /srv/[=port]/page.txt
                    env: {ID: {from: id}}
                """);
    }

    private void manifest(String title) {
        stranger.manifest("busybox", """
                vars: {title: TITLE}
                modules:
                  - use: ./modules/mark
                    name: first
                    with: {file: /first}
                install:
                  - echo own >/own
                  - use: ./modules/site
                  - use: ./modules/site
                    with: {port: 8080, title: "[=title]"}
                  - parallel:
                      - use: ./modules/mark
                        name: beside
                        with: {file: /beside}
                      - [echo a >/a, {use: ./modules/mark, with: {file: /last}, tests: false}]
                script:
                  - grep -q "site 80" /srv/80/page.txt
                  - [{use: ./modules/mark, name: in-test, with: {file: /in-test}}, test -s /in-test]
                """.replace("TITLE", title));
    }

    private static final List<String> STEPS = List.of(
            "first/install[0]",
            "install[0]",
            "site/install[0]",
            "site/install[1]",
            "site/page",
            "site/mark/install[0]",
            "site-2/install[0]",
            "site-2/install[1]",
            "site-2/page",
            "site-2/mark/install[0]",
            "install[3]");

    @Test
    void whatModulesDoIsInTheImageAndWasTested() {
        manifest("one");

        String plan = stranger.runs("plan").exits(0).out();
        assertThat(plan).contains(STEPS).contains("first/script[0]", "site-2/mark/script[0]", "site-2/script[0]");
        Built built = stranger.builds();

        assertThat(built.ran())
                .contains("first/install[0]", "site-2/page", "beside/install[0]", "script[1]")
                .contains("first/script[0]", "site/mark/script[0]", "site/script[0]", "site-2/script[0]")
                .doesNotContain("mark/script[0]", "in-test/script[0]");
        assertThat(Docker.inImage(stranger.image(), "cat", "/srv/80/page.txt")).startsWith("page\nno title site 80 ");
        assertThat(Docker.inImage(stranger.image(), "cat", "/srv/8080/page.txt"))
                .startsWith("page\none site 8080 ");
        assertThat(Docker.inImage(stranger.image(), "cat", "/first", "/beside", "/last", "/srv/80/mark"))
                .isEqualTo("marked\n".repeat(4).strip());
    }

    @Test
    void aBuildGoesOnFromTheFirstStepThatAParameterChanges() {
        manifest("one");
        stranger.builds();

        assertThat(stranger.builds().ran()).isEmpty();

        manifest("two");
        Built changed = stranger.builds();

        assertThat(changed.hit()).containsAll(STEPS.subList(0, 8));
        assertThat(changed.ran())
                .contains("site-2/page", "site-2/mark/install[0]")
                .doesNotContainAnyElementsOf(STEPS.subList(0, 8));
        assertThat(Docker.inImage(stranger.image(), "cat", "/srv/8080/page.txt"))
                .contains("two site 8080");
    }

    @Test
    void aModuleIsBuiltUpToItsLastStepAndRenderedUsesBuildTheSame() {
        manifest("one");
        Built part = stranger.builds("--until", "site");
        assertThat(part.ran()).endsWith("site/mark/install[0]");

        stranger.builds();
        String rendered = stranger.runs("render").exits(0).out();
        assertThat(rendered).contains("- use: ./modules/site\n    with:\n      port: 8080\n      title: one\n");
        stranger.manifest(rendered);

        assertThat(stranger.builds().ran()).isEmpty();
    }

    @Test
    void aModuleThatReachesOutOfItsFolderIsRefusedBeforeAnythingIsStarted() {
        stranger.file("secret", "secret\n");
        stranger.file("modules/bad/module.yml", """
                name: bad
                version: 1.0.0
                install:
                  - copy: {from: ../../secret, to: /}
                  - get: {from: /etc/passwd, to: out}
                """);
        stranger.manifest("busybox", "install:\n  - use: ./modules/bad\n");

        assertThat(stranger.runs("build").exits(2).err())
                .contains("modules/bad/module.yml:4:18")
                .contains("CH-MODULE-011")
                .contains("modules/bad/module.yml:5:5")
                .contains("CH-MODULE-012");
    }
}
