package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.FolderModules;
import dev.chandler.core.module.ModuleResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the uses of modules: steps, tests and their ids. */
class ModulesTest {

    private static final String NGINX = """
            name: web/nginx
            version: 1.2.0
            parameters:
              port: {type: number, default: 80}
            install:
              - echo listen [=port]
              - name: check
                run: nginx -t
            script:
              - test -e /etc/nginx
            """;

    @TempDir
    Path folder;

    private ManifestFolder project() {
        return new ManifestFolder(folder);
    }

    private static List<String> installed(Manifest manifest) {
        return manifest.install().stream()
                .flatMap(step -> step instanceof StepSpec.Parallel block
                        ? Stream.concat(
                                Stream.of(block.id()),
                                block.branches().stream().flatMap(List::stream).map(ModulesTest::line))
                        : Stream.of(line((ActionSpec) step)))
                .toList();
    }

    private static List<String> tests(Manifest manifest) {
        return manifest.script().stream()
                .map(test -> test.id() + ": "
                        + test.actions().stream().map(ModulesTest::line).toList())
                .toList();
    }

    private static String line(ActionSpec action) {
        return action.id() + ": " + action.settings().text();
    }

    @Test
    void aUseBecomesTheStepsOfItsModule() {
        Manifest manifest = project()
                .file("nginx/module.yml", NGINX)
                .manifest("base: b\ninstall:\n  - first\n  - use: ./nginx\n    with: {port: 8080}\n  - last\n")
                .load();

        assertThat(installed(manifest))
                .containsExactly(
                        "install[0]: first",
                        "nginx/install[0]: echo listen 8080",
                        "nginx/check: nginx -t",
                        "install[2]: last");
    }

    @Test
    void modulesAreInstalledBeforeTheManifestsOwnStepsAndTestedBeforeItsTests() {
        Manifest manifest = project()
                .file("nginx/module.yml", NGINX)
                .manifest("base: b\ninstall: [own]\nscript: [mine]\nmodules:\n  - use: ./nginx\n")
                .load();

        assertThat(installed(manifest))
                .containsExactly("nginx/install[0]: echo listen 80", "nginx/check: nginx -t", "install[0]: own");
        assertThat(tests(manifest))
                .containsExactly(
                        "nginx/script[0]: [nginx/script[0]: test -e /etc/nginx]", "script[0]: [script[0]: mine]");
    }

    @Test
    void includedFilesUseModulesOfTheirOwnFolder() {
        Manifest manifest = project()
                .file("lib/nginx/module.yml", NGINX)
                .file("lib/common.yml", "modules:\n  - use: ./nginx\n")
                .file("app/module.yml", "name: app\nversion: 1.0.0\ninstall: [app]\n")
                .manifest("base: b\ninclude: lib/common.yml\nmodules:\n  - use: ./app\n")
                .load();

        assertThat(installed(manifest))
                .containsExactly("nginx/install[0]: echo listen 80", "nginx/check: nginx -t", "app/install[0]: app");
    }

    @Test
    void aModuleIsUsedSeveralTimesUnderNamesOfItsOwn() {
        Manifest manifest = project()
                .file("m/module.yml", "name: a/m\nversion: 1.0.0\nparameters: {x: ''}\ninstall: ['do [=x]']\n")
                .manifest("""
                        base: b
                        install:
                          - use: ./m
                          - use: ./m
                            with: {x: 2}
                          - use: ./m
                            name: m-2
                          - use: ./m
                            name: own
                            each: [p, q]
                            with: {x: "[=it]"}
                          - use: ./m
                            when: 1 > 2
                        """)
                .load();

        assertThat(installed(manifest))
                .containsExactly(
                        "m/install[0]: do ",
                        "m-3/install[0]: do 2",
                        "m-2/install[0]: do ",
                        "own[0]/install[0]: do p",
                        "own[1]/install[0]: do q");
    }

    @Test
    void aModuleCanBeABranchAndStandInOne() {
        Manifest manifest =
                project().file("nginx/module.yml", NGINX).manifest("""
                        base: b
                        install:
                          - parallel:
                              - use: ./nginx
                              - [before, {use: ./nginx, name: second, tests: false}, after]
                        """).load();

        assertThat(installed(manifest))
                .containsExactly(
                        "install[0]",
                        "nginx/install[0]: echo listen 80",
                        "nginx/check: nginx -t",
                        "install[0].branch[1][0]: before",
                        "second/install[0]: echo listen 80",
                        "second/check: nginx -t",
                        "install[0].branch[1][2]: after");
        assertThat(tests(manifest)).containsExactly("nginx/script[0]: [nginx/script[0]: test -e /etc/nginx]");
    }

    @Test
    void inATestItsStepsAreTheTestsCommandsAndItsTestsAreNone() {
        Manifest manifest = project()
                .file("nginx/module.yml", NGINX)
                .manifest("base: b\nscript:\n  - use: ./nginx\n  - [{use: ./nginx}, curl localhost]\n")
                .load();

        assertThat(tests(manifest))
                .containsExactly(
                        "nginx: [nginx/install[0]: echo listen 80, nginx/check: nginx -t]",
                        "script[1]: [nginx-2/install[0]: echo listen 80, nginx-2/check: nginx -t,"
                                + " script[1][1]: curl localhost]");
    }

    @Test
    void aModuleUsesWhatItRequires() {
        Manifest manifest = project()
                .file("inner/module.yml", "name: core/inner\nversion: 1.0.0\ninstall: [inner]\nscript: [inner ok]\n")
                .file("outer/module.yml", """
                        name: outer
                        version: 1.0.0
                        requires: {modules: ../inner}
                        install:
                          - outer
                          - use: core/inner
                          - use: ../inner
                            tests: false
                        script: [outer ok]
                        """)
                .manifest("base: b\nmodules:\n  - use: ./outer\n")
                .load();

        assertThat(installed(manifest))
                .containsExactly(
                        "outer/install[0]: outer", "outer/inner/install[0]: inner", "outer/inner-2/install[0]: inner");
        assertThat(manifest.script().stream().map(TestSpec::id))
                .containsExactly("outer/inner/script[0]", "outer/script[0]");
        assertThat(manifest.modules().stream().map(UsedModule::alias))
                .containsExactly("outer", "outer/inner", "outer/inner-2");
    }

    @Test
    void nothingOfItsUserIsSeenByAModule() {
        Manifest manifest = project()
                .environment("CHANDLER_VAR_port", "1")
                .file("nginx/module.yml", NGINX)
                .manifest("vars: {port: 2}\nbase: b\ninstall:\n  - use: ./nginx\n  - own [=port]\n")
                .load();

        assertThat(installed(manifest))
                .containsExactly("nginx/install[0]: echo listen 80", "nginx/check: nginx -t", "install[1]: own 1");
        assertThat(((ActionSpec) manifest.install().get(0))
                        .module()
                        .orElseThrow()
                        .parameters())
                .isEqualTo(Map.of("port", "80"));
    }

    @Test
    void theEnvironmentOfAModuleIsOverItsUsersAndUnderItsSteps() {
        Manifest manifest = project()
                .file("inner/module.yml", "name: inner\nversion: 1.0.0\nenv: {C: inner}\ninstall: [x]\n")
                .file("outer/module.yml", """
                        name: outer
                        version: 1.0.0
                        requires: {modules: ../inner}
                        parameters: {b: ''}
                        env: {A: outer, B: "[=b]", C: outer}
                        install:
                          - run: y
                            env: {A: step}
                          - use: ../inner
                        """)
                .manifest("base: b\nenv: {A: manifest}\ninstall:\n  - use: ./outer\n    with: {b: given}\n  - z\n")
                .load();

        assertThat(manifest.install().stream().map(step -> ((ActionSpec) step).env()))
                .containsExactly(
                        Map.of("A", "step", "B", "given", "C", "outer"),
                        Map.of("A", "outer", "B", "given", "C", "inner"),
                        Map.of());
    }

    @Test
    void whatIsRegisteredInAModuleIsItsOwn() {
        String module = """
                name: m
                version: 1.0.0
                install:
                  - {run: version, register: v}
                script:
                  - {run: test, env: {V: {from: v}}}
                """;
        Manifest manifest = project().file("m/module.yml", module).manifest("""
                        base: b
                        install:
                          - use: ./m
                          - {run: own, register: v}
                          - use: ./m
                          - {run: print, env: {V: {from: v}}}
                        """).load();

        assertThat(manifest.install().stream()
                        .flatMap(step -> ((ActionSpec) step).register().stream())
                        .map(Reference::name))
                .containsExactly("m/v", "v", "m-2/v");
        assertThat(manifest.script().stream()
                        .map(test -> test.actions().get(0).references().get("V").name()))
                .containsExactly("m/v", "m-2/v");
        assertThat(((ActionSpec) manifest.install().get(3))
                        .references()
                        .get("V")
                        .name())
                .isEqualTo("v");
    }

    @Test
    void aModuleFindsTheSecretsThatItIsGivenUnderItsOwnNames() {
        Manifest manifest = project()
                .file("m/module.yml", "name: m\nversion: 1.0.0\ninstall:\n  - {run: x, secrets: token}\n")
                .manifest("""
                        base: b
                        secrets: {github: {env: GH}}
                        install:
                          - use: ./m
                            secrets: {token: github}
                        """)
                .load();

        SecretSpec secret = ((ActionSpec) manifest.install().get(0)).secrets().get(0);
        assertThat(secret.name()).isEqualTo("token");
        assertThat(secret.source()).isEqualTo(new SecretSource.Variable("GH"));
    }

    @Test
    void valuesKeepTheirTypes() {
        Manifest manifest = project().file("m/module.yml", """
                        name: m
                        version: 1.0.0
                        parameters:
                          port: {type: number}
                          tls: {type: boolean, default: false}
                          packages: {type: list, default: []}
                          hosts: {type: map, default: {}}
                        install:
                          - run: "[=port + 1] [=tls?then('yes', 'no')] [=sh(packages)] [=hosts.a]"
                        """).manifest("""
                        vars: {packages: [a b, c], hosts: {a: one}}
                        base: b
                        install:
                          - use: ./m
                            with: {port: "[=80]", tls: true, packages: "[=packages]", hosts: "[=hosts]"}
                        """).load();

        assertThat(installed(manifest)).containsExactly("m/install[0]: 81 yes 'a b' c one");
    }

    @Test
    void theFolderOfAModuleIsThatOfItsSteps() {
        Manifest manifest = project()
                .file("m/module.yml", "name: m\nversion: 1.0.0\ninstall: [x]\n")
                .manifest("base: b\ninstall:\n  - use: ./m\n")
                .load();

        ActionSpec action = (ActionSpec) manifest.install().get(0);
        assertThat(action.directory()).isEqualTo(folder.resolve("m"));
        assertThat(action.location()).hasToString("m/module.yml:3:11");
        assertThat(action.module().orElseThrow().place()).hasToString("chandler.yml:3:5");
    }

    @Test
    void whatIsRenderedKeepsUsesAndLoadsAgain() {
        ManifestFolder project = project()
                .file("lib/nginx/module.yml", NGINX)
                .file("lib/common.yml", "modules:\n  - use: ./nginx\n    with: {port: \"[=8000 + 80]\"}\n")
                .manifest("""
                        include: lib/common.yml
                        base: b
                        install:
                          - parallel:
                              - [a, {use: ./lib/nginx, tests: false}]
                          - use: ./lib/nginx
                            each: [1, 2]
                            name: n
                        """);
        Manifest first = project.load();
        String text = project.render();

        assertThat(text)
                .contains("modules:\n  # of lib/common.yml\n  - use: ./lib/nginx\n    with:\n      port: 8080\n");
        Manifest second = project.manifest(text).load();
        assertThat(installed(second)).isEqualTo(installed(first));
        assertThat(tests(second)).isEqualTo(tests(first));
    }

    @Test
    void aManifestThatUsesNoModuleAsksNobody() throws InterruptedException {
        ManifestRequest request = project()
                .manifest("base: b\ninstall:\n  - x\n  - use: ./m\n    when: 1 > 2\n")
                .request();
        ModuleResolver nobody = uses -> {
            throw new IllegalStateException("asked for " + uses);
        };

        Manifest manifest = new ManifestLoader(nobody).load(request, ManifestFolder.PROVISIONERS, read -> List.of());

        assertThat(installed(manifest)).containsExactly("install[0]: x");
    }

    @Test
    void aProblemInAModuleSaysWhereThatIsUsed() {
        ManifestFolder project = project()
                .file("inner/module.yml", "name: inner\nversion: 1.0.0\ninstall:\n  - rnu: x\n")
                .file(
                        "outer/module.yml",
                        "name: outer\nversion: 1.0.0\nrequires: {modules: ../inner}\ninstall:\n  - use: ../inner\n")
                .manifest("base: b\nmodules:\n  - use: ./outer\ninstall:\n  - use: ./inner\n  - rnu: x\n");

        ManifestException e = catchThrowableOfType(ManifestException.class, project::load);

        assertThat(e.problems())
                .extracting(problem -> problem.where().orElseThrow() + " "
                        + problem.why().orElseThrow().replaceAll("available: .*", ""))
                .containsExactly(
                        "chandler.yml:6:5 ",
                        "inner/module.yml:4:5 \nused at outer/module.yml:5:5, which is used at chandler.yml:3:5"
                                + " and at chandler.yml:5:5");
    }

    @Test
    void aSecretThatNoStepOfAModuleListsIsAProblemOfItsUser() {
        ManifestFolder project = project()
                .file("inner/module.yml", "name: inner\nversion: 1.0.0\ninstall:\n  - {run: x, secrets: key}\n")
                .file("m/module.yml", """
                        name: m
                        version: 1.0.0
                        requires: {modules: ../inner}
                        install:
                          - {run: x, secrets: [token]}
                          - {run: x, secrets: [password], when: false}
                          - {use: ../inner, secrets: {key: deep}}
                        """)
                .manifest("""
                        base: b
                        secrets: {a: {env: A}}
                        modules:
                          - use: ./m
                            secrets: {token: a, password: a, deep: a, tokn: a}
                        """);

        assertThat(catchThrowableOfType(ManifestException.class, project::load).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("CH-MODULE-019");
                    assertThat(problem.where().orElseThrow()).hasToString("chandler.yml:5:53");
                    assertThat(problem.remedy()).contains("did you mean \"token\"?");
                });
    }

    @Test
    void aUseThatIsRepeatedForNoItemIsLookedAtAllTheSame() {
        ManifestFolder project = project()
                .file("nginx/module.yml", NGINX)
                .file("outer/module.yml", """
                        name: outer
                        version: 1.0.0
                        requires: {modules: ../nginx}
                        install:
                          - x
                          - {use: ../nginx, each: [], with: {prot: 1}}
                          - {use: ../other, each: []}
                        """)
                .manifest("""
                        base: b
                        vars: {none: []}
                        install:
                          - {use: ./nginx, each: none, with: {port: "[=it]"}}
                          - {use: ./nginx, each: none, with: {prot: 1}, secrets: {token: ours}}
                          - {use: ./nowhere, each: none}
                          - {use: "h:1/@@", each: none}
                          - {use: "web/[=it]", each: none}
                          - {use: "h.example/[=it]", each: none}
                          - {use: ./outer}
                        """);

        assertThat(catchThrowableOfType(ManifestException.class, project::load).problems())
                .extracting(problem -> problem.where().orElseThrow() + " " + problem.code())
                .containsExactlyInAnyOrder(
                        "chandler.yml:5:39 CH-MODULE-004",
                        "chandler.yml:5:66 CH-SECRET-002",
                        "chandler.yml:6:11 CH-MODULE-057",
                        "chandler.yml:7:11 CH-MODULE-020",
                        "outer/module.yml:6:38 CH-MODULE-004",
                        "outer/module.yml:7:11 CH-MODULE-003");
    }

    @Test
    void aPlaceThatCannotBeReachedHidesNothingElse() throws InterruptedException {
        ManifestFolder project = project().manifest("base: b\nmodules:\n  - use: h:1/m\ninstall:\n  - rnu: x\n");
        EngineException down = new EngineException(Problem.of("CH-TEST-001", "h:1 is down"));
        ManifestLoader loader = new ManifestLoader(uses -> {
            throw down;
        });

        assertThatThrownBy(() -> loader.load(project.request(), ManifestFolder.PROVISIONERS, read -> List.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll("h:1 is down", "unknown provisioner \"rnu\"");

        project.manifest("base: b\nmodules:\n  - use: h:1/m\ninstall:\n  - run: x\n");

        assertThatThrownBy(() -> loader.load(project.request(), ManifestFolder.PROVISIONERS, read -> List.of()))
                .isSameAs(down);
    }

    @Test
    void modulesMayNestAsDeepAsAnybodyNeeds() {
        Manifest manifest = chain(200).load();

        assertThat(installed(manifest)).hasSize(200);
        assertThat(manifest.install().get(199).id()).startsWith("m0/m1/m2/").endsWith("/m199/install[0]");
    }

    @Test
    void modulesNestWithAnEnd() {
        assertThatThrownBy(chain(251)::load)
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-MODULE-008")
                .hasMessageContaining("m249/module.yml:6:10: the modules nest too deeply");
    }

    private ManifestFolder chain(int length) {
        ManifestFolder project = project().manifest("base: b\nmodules:\n  - use: ./m0\n");
        for (int i = 0; i < length; i++) {
            String next = i + 1 < length ? "  - use: ../m" + (i + 1) + "\n" : "";
            project.file(
                    "m" + i + "/module.yml",
                    "name: m" + i + "\nversion: 1.0.0\nrequires: {modules: [" + (next.isEmpty() ? "" : "../m" + (i + 1))
                            + "]}\ninstall:\n  - x\n" + next);
        }
        return project;
    }

    @Test
    void modulesThatMultiplyHaveAnEnd() {
        ManifestFolder project = project().manifest("base: b\nmodules:\n  - use: ./m0\n");
        for (int i = 0; i < 30; i++) {
            String next = "../m" + (i + 1);
            project.file(
                    "m" + i + "/module.yml",
                    "name: m" + i + "\nversion: 1.0.0\nrequires: {modules: " + next + "}\ninstall:\n  - use: " + next
                            + "\n  - use: " + next + "\n");
        }
        project.file("m30/module.yml", "name: m30\nversion: 1.0.0\ninstall: [x]\n");

        assertThatThrownBy(project::load)
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("there are too many modules");
    }

    @Test
    void templatesOfModulesShareTheTimeThatThereIs() {
        ManifestFolder project = project()
                .file(
                        "m/module.yml",
                        "name: m\nversion: 1.0.0\ninstall:\n[#list 1.. as i][#list 1.. as j][/#list][/#list]\n  - x\n")
                .manifest("base: b\ninstall:\n  - use: ./m\n    each: [1, 2, 3]\n");
        ManifestLoader loader = new ManifestLoader(Duration.ofMillis(200), new FolderModules(folder), unknown -> {});

        assertThatThrownBy(() -> loader.load(project.request(), ManifestFolder.PROVISIONERS, read -> List.of()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("m/module.yml")
                .hasMessageContaining("200 ms");
    }
}
