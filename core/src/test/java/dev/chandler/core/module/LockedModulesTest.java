package dev.chandler.core.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.testkit.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link LockedModules}. */
class LockedModulesTest {

    private static final Path PROJECT = Path.of("/project");

    private final Shelf shelf = new Shelf();

    @Test
    void theHighestVersionsInTheRangesAreChosen() throws InterruptedException {
        shelf.with("web/nginx", "1.9.0", "core/ca@^1")
                .with("web/nginx", "1.10.0", "core/ca@^1")
                .with("web/nginx", "2.0.0", "core/ca@^2")
                .with("core/ca", "1.4.0")
                .with("core/ca", "2.0.0");

        assertThat(chosen("web/nginx@^1")).containsExactly("core/ca 1.4.0", "web/nginx 1.10.0");
    }

    @Test
    void ofADiamondBothSidesHaveTheSame() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/left", "core/right")
                .with("core/left", "1.0.0", "core/ca@>=1.1")
                .with("core/right", "1.0.0", "core/ca@<1.3")
                .with("core/ca", "1.0.0")
                .with("core/ca", "1.2.0")
                .with("core/ca", "1.3.0");

        assertThat(chosen("app")).containsExactly("app 1.0.0", "core/ca 1.2.0", "core/left 1.0.0", "core/right 1.0.0");
    }

    @Test
    void whereTheHighestDoNotGoTogetherOlderOnesAreTaken() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@^1")
                .with("app", "2.0.0", "core/ca@^2")
                .with("web/nginx", "1.0.0", "core/ca@^1")
                .with("core/ca", "1.0.0")
                .with("core/ca", "2.0.0");

        assertThat(chosen("app", "web/nginx")).containsExactly("app 1.0.0", "core/ca 1.0.0", "web/nginx 1.0.0");
    }

    @Test
    void oneThatWasChosenIsChosenAnewWhereALaterOneNeedsItOlder() throws InterruptedException {
        shelf.with("core/ca", "1.0.0").with("core/ca", "2.0.0").with("app", "1.0.0", "core/ca@^1");

        assertThat(chosen("core/ca", "app")).containsExactly("app 1.0.0", "core/ca 1.0.0");
    }

    @Test
    void whatIsNotToBlameIsNotTriedInItsOtherVersions() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@1.0.0").with("app", "2.0.0", "web/last@1.0.0");
        for (int i = 0; i < 12; i++) {
            for (int version = 0; version < 9; version++) {
                shelf.with("core/bystander" + i, "1." + version + ".0");
            }
        }
        shelf.with("web/last", "1.0.0", "core/ca@2.0.0")
                .with("core/ca", "1.0.0")
                .with("core/ca", "2.0.0");
        List<String> uses = new ArrayList<>(List.of("app"));
        for (int i = 0; i < 12; i++) {
            uses.add("core/bystander" + i);
        }
        uses.add("core/ca@1.0.0");

        assertThat(chosen(uses.toArray(String[]::new)))
                .contains("app 1.0.0", "core/ca 1.0.0", "core/bystander3 1.8.0")
                .hasSize(14);
        assertThat(shelf.asked())
                .filteredOn(asked -> asked.startsWith("description") && asked.contains("bystander"))
                .hasSize(12);
    }

    @Test
    void twoThatNeedEachOtherOtherwiseInEveryVersionSuitNobody() {
        shelf.with("app", "1.0.0", "core/ca@2.0.0")
                .with("app", "2.0.0", "core/ca@1.0.0")
                .with("core/ca", "1.0.0", "app@1.0.0")
                .with("core/ca", "2.0.0", "app@2.0.0");

        assertThat(problems("app", "core/ca")).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("CH-MODULE-024");
            assertThat(problem.why().orElseThrow()).contains("none of them goes with the versions of the others");
        });
    }

    @Test
    void aConflictIsExplainedByWhoAsksForWhat() {
        shelf.with("web/nginx", "1.2.3", "core/tls@^3")
                .with("core/tls", "3.1.0", "core/ca-certificates@^1")
                .with("app", "2.0.1", "core/ca-certificates@^2")
                .with("core/ca-certificates", "1.4.0")
                .with("core/ca-certificates", "2.1.0");

        Golden.assertMatches("module/conflict.txt", words("web/nginx@^1.2", "app@2"));
    }

    @Test
    void aRangeThatNothingIsInIsExplainedByWhatThereIs() {
        shelf.with("web/nginx", "1.2.3", "core/ca@^9");
        for (int i = 0; i < 8; i++) {
            shelf.with("core/ca", "1." + i + ".0");
        }

        Golden.assertMatches("module/no-version.txt", words("web/nginx@^1.2") + words("core/none"));
    }

    @Test
    void threeOfWhichEachTwoWouldGoTogetherAreAllShown() {
        shelf.with("core/ca", "1.0.0").with("core/ca", "2.0.0").with("core/ca", "3.0.0");

        assertThat(problems("core/ca@<3", "core/ca@>1", "core/ca@1.0.0 | 3.0.0"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.why().orElseThrow().lines()).hasSize(4));
    }

    @Test
    void aCircleIsNamed() {
        shelf.with("web/nginx", "1.2.3", "core/tls")
                .with("core/tls", "3.1.0", "core/ca", "core/leaf")
                .with("core/leaf", "1.0.0")
                .with("core/ca", "1.0.0", "core/tls@^3");

        Golden.assertMatches("module/circle.txt", words("web/nginx"));
    }

    @Test
    void oneThatRequiresItselfIsACircle() {
        shelf.with("app", "1.0.0", "app@^1");

        assertThat(problems("app"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.why()).contains("app 1.0.0 requires app 1.0.0"));
    }

    @Test
    void twoPlacesThatHaveOneNameAreRefused() {
        shelf.with("web/nginx", "1.0.0").at("/project/nginx", "web/nginx", "2.0.0");

        Golden.assertMatches("module/same-name.txt", words("web/nginx", "./nginx"));
    }

    @Test
    void aFolderIsUsedInPlaceAndWhatItRequiresIsPinned() throws InterruptedException {
        shelf.at("/project/nginx", "nginx", "1.0.0", "../base", "core/ca@^1")
                .at("/project/base", "base", "0.0.0")
                .with("core/ca", "1.0.0");

        ModuleGraph graph = resolver(ResolveOptions.DEFAULT).resolve(uses("./nginx"));

        assertThat(graph.modules()).extracting(ModuleGraph.Module::name).containsExactly("base", "core/ca", "nginx");
        assertThat(graph.pins()).containsExactly(Shelf.locked("core/ca", "1.0.0"));
        ModuleUse nested =
                graph.of(uses("./nginx").get(0)).description().requires().get(0);
        assertThat(graph.of(nested).description().name()).isEqualTo("base");
    }

    @Test
    void oneThatWasFetchedMayNotNameFolders() {
        shelf.with("app", "1.0.0", "../secrets", "/etc");

        assertThat(problems("app")).extracting(Problem::code).containsExactly("CH-MODULE-028", "CH-MODULE-028");
    }

    @Test
    void allUsesThatMeanNothingAreSaid() {
        assertThat(problems("app@nonsense", "elsewhere/x", "Upper"))
                .extracting(Problem::code)
                .containsExactly("CH-MODULE-020", "CH-MODULE-021", "CH-MODULE-020");
    }

    @Test
    void oneBeforeItsReleaseIsTakenWhereItIsNamedOrNothingElseIsThere() throws InterruptedException {
        shelf.with("app", "1.0.0")
                .with("app", "2.0.0-rc.1")
                .with("core/ca", "0.1.0-rc.1")
                .with("core/ca", "0.1.0-rc.2");

        assertThat(chosen("app", "core/ca")).containsExactly("app 1.0.0", "core/ca 0.1.0-rc.2");
        assertThat(chosen("app@^2.0.0-rc.1")).containsExactly("app 2.0.0-rc.1");
    }

    @Test
    void whereVersionsCannotBeListedTheOneThatIsNamedIsAskedFor() throws InterruptedException {
        shelf.with("app", "1.2.3").unlisted("app");

        assertThat(chosen("app@1.2.3")).containsExactly("app 1.2.3");
        assertThat(problems("app@^1"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy())
                        .hasValueSatisfying(text -> assertThat(text).contains("app@1.2.3")));
    }

    @Test
    void whatWasFetchedIsWhatWasResolved() {
        Shelf lying = new Shelf().with("app", "1.0.0").at(Shelf.HOST + "app", "other", "1.0.0");
        shelf.with("app", "1.0.0", "core/ca").with("core/ca", "1.0.0");
        ModuleSources both = (reference, place) -> new Lying(shelf.of(reference, place), lying.of(reference, place));

        assertThatThrownBy(() -> new LockedModules(
                                Shelf.names("app", "core"), both, Lockfile.empty(), ResolveOptions.DEFAULT)
                        .resolve(uses("app")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-MODULE-027");
    }

    @Test
    void twoHundredDeepAndWideAreEachAskedForOnce() throws InterruptedException {
        for (int depth = 0; depth < 200; depth++) {
            for (int version = 0; version < 5; version++) {
                shelf.with(
                        "m/deep" + depth,
                        "1." + version + ".0",
                        depth == 199
                                ? new String[0]
                                : new String[] {
                                    "m/deep" + (depth + 1) + "@^1.1", "m/deep" + Math.min(199, depth + 7) + "@1.x"
                                });
            }
        }
        List<String> uses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            shelf.with("m/wide" + i, "1.0.0", "m/deep" + i + "@~1." + (i == 150 ? 2 : 3), "m/wide" + (i | 1) + "0")
                    .with("m/wide" + (i | 1) + "0", "1.0.0");
            shelf.with("m/wide" + i, "2.0.0", "m/deep" + i + "@<1.4", "m/deep0");
            uses.add("m/wide" + i);
        }

        ModuleGraph graph = resolver(ResolveOptions.DEFAULT).resolve(uses(uses.toArray(String[]::new)));

        assertThat(graph.modules()).hasSizeGreaterThanOrEqualTo(400);
        List<String> asked = shelf.asked();
        assertThat(asked).doesNotHaveDuplicates();
        assertThat(asked)
                .filteredOn(each -> each.startsWith("fetch"))
                .hasSize(graph.modules().size());
    }

    @Test
    void aLockedVersionStaysWhenANewOneAppearsAndNobodyIsAsked() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@^1").with("core/ca", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app@^1");
        shelf.with("app", "1.1.0", "core/ca@^1").with("core/ca", "1.1.0").down();

        assertThat(locked(ResolveOptions.DEFAULT, lock, "app@^1").text()).isEqualTo(lock.text());
    }

    @Test
    void whatIsMissingIsAddedAndNobodyElseIsAskedForThat() throws InterruptedException {
        shelf.with("app", "1.0.0").with("core/ca", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");
        shelf.asked();

        Lockfile more = locked(ResolveOptions.DEFAULT, lock, "app", "core/ca");

        assertThat(more.modules()).containsExactly(Shelf.locked("app", "1.0.0"), Shelf.locked("core/ca", "1.0.0"));
        assertThat(shelf.asked()).allSatisfy(asked -> assertThat(asked).endsWith("of core/ca"));
    }

    @Test
    void aLockedVersionThatSuitsNoLongerIsChosenAnewAndTheOthersStay() throws InterruptedException {
        shelf.with("app", "1.0.0").with("core/ca", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app", "core/ca");
        shelf.with("app", "1.1.0").with("app", "2.0.0").with("core/ca", "1.1.0");
        shelf.asked();

        Lockfile changed = locked(ResolveOptions.DEFAULT, lock, "app@^1.1", "core/ca");

        assertThat(changed.modules()).containsExactly(Shelf.locked("app", "1.1.0"), Shelf.locked("core/ca", "1.0.0"));
        assertThat(shelf.asked()).allSatisfy(asked -> assertThat(asked).endsWith("of app"));
    }

    @Test
    void lockedOnesGiveWayWhereNothingSuitsOtherwise() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@^1").with("core/ca", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");
        shelf.with("app", "2.0.0", "core/ca@^2").with("core/ca", "2.0.0").with("web/new", "1.0.0", "core/ca@^2");

        assertThat(locked(ResolveOptions.DEFAULT, lock, "app", "web/new").modules())
                .extracting(LockedModule::version)
                .containsExactly("2.0.0", "2.0.0", "1.0.0");
    }

    @Test
    void ofSeveralLockedVersionsTheHighestThatSuitsIsTaken() throws InterruptedException {
        shelf.with("app", "1.0.0").with("app", "1.1.0").with("app", "2.0.0");
        Lockfile lock =
                Lockfile.empty().withModules(List.of(Shelf.locked("app", "1.0.0"), Shelf.locked("app", "2.0.0")));

        assertThat(locked(ResolveOptions.DEFAULT, lock, "app@^1").modules())
                .containsExactly(Shelf.locked("app", "1.0.0"));
    }

    @Test
    void anUpdateMovesWhatIsNamedAndNothingElse() throws InterruptedException {
        shelf.with("app", "1.0.0").with("core/ca", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app", "core/ca");
        shelf.with("app", "1.1.0").with("core/ca", "1.1.0");

        assertThat(locked(ResolveOptions.DEFAULT.updating(Set.of("app")), lock, "app", "core/ca")
                        .modules())
                .containsExactly(Shelf.locked("app", "1.1.0"), Shelf.locked("core/ca", "1.0.0"));
        assertThat(locked(ResolveOptions.DEFAULT.updating(Set.of()), lock, "app", "core/ca")
                        .modules())
                .containsExactly(Shelf.locked("app", "1.1.0"), Shelf.locked("core/ca", "1.1.0"));
    }

    @Test
    void withLockedAllThatIsMissingIsSaidAndNobodyIsAsked() {
        shelf.with("app", "1.0.0", "core/ca@^1", "core/new").with("core/ca", "1.0.0");
        Lockfile lock =
                Lockfile.empty().withModules(List.of(Shelf.locked("app", "1.0.0"), Shelf.locked("core/ca", "0.9.0")));

        Golden.assertMatches(
                "module/locked.txt",
                words(new ResolveOptions(true, false, name -> false), lock, "app", "web/nginx@^1"));
        assertThat(shelf.asked()).containsExactly("fetch 1.0.0 of app");
    }

    @Test
    void withLockedWhatIsLockedIsTaken() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@^1").with("core/ca", "1.0.0").at("/project/own", "own", "1.0.0", "app");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "./own");
        shelf.down();

        assertThat(locked(new ResolveOptions(true, false, name -> false), lock, "./own")
                        .text())
                .isEqualTo(lock.text());
    }

    @Test
    void aTagThatWasMovedIsRefused() throws InterruptedException {
        shelf.with("app", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");
        shelf.moved("app", "1.0.0").emptyCache();

        assertThat(words(ResolveOptions.DEFAULT, lock, "app")).contains("CH-LOCK-009");
        assertThat(words(ResolveOptions.DEFAULT.updating(Set.of()), lock, "app"))
                .contains("CH-LOCK-009");
    }

    @Test
    void theSameContentFromAnotherPlaceIsTheSameModule() throws InterruptedException {
        String mirror = "127.0.0.1:6000/app";
        shelf.with("app", "1.0.0").at(mirror, "app", "1.0.0").copied(mirror, "app", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");

        ModuleGraph first = resolver(lock, ResolveOptions.DEFAULT).resolve(uses("app"));
        ModuleGraph other = resolver(lock, ResolveOptions.DEFAULT).resolve(uses(mirror));

        assertThat(lock.withModules(ModuleGraph.pins(List.of(first, other))).modules())
                .extracting(LockedModule::source)
                .containsExactly(Shelf.HOST + "app", mirror);
        assertThat(lock.withModules(ModuleGraph.pins(List.of(other))).modules())
                .extracting(LockedModule::source)
                .containsExactly(mirror);
    }

    @Test
    void otherContentFromAnotherPlaceIsRefusedUntilItIsUpdated() throws InterruptedException {
        String mirror = "127.0.0.1:6000/app";
        shelf.with("app", "1.0.0").at(mirror, "app", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");

        assertThat(problems(ResolveOptions.DEFAULT, lock, mirror))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("CH-LOCK-009");
                    assertThat(problem.where()).contains(new Location("chandler.yml", 5, 9));
                    assertThat(problem.why().orElseThrow())
                            .contains("that is " + mirror, "locked is " + Shelf.HOST + "app, with sha256:");
                    assertThat(problem.remedy().orElseThrow()).contains("chandler lock --update app");
                });
        assertThat(locked(ResolveOptions.DEFAULT.updating(Set.of("app")), lock, mirror)
                        .modules())
                .extracting(LockedModule::source)
                .containsExactly(mirror);
    }

    @Test
    void twoManifestsWithDifferentContentOfOneVersionAreNotLocked() throws InterruptedException {
        String mirror = "127.0.0.1:6000/app";
        shelf.with("app", "1.0.0").at(mirror, "app", "1.0.0").with("web/user", "1.0.0", mirror);
        ModuleGraph one = resolver(ResolveOptions.DEFAULT).resolve(uses("app"));
        ModuleGraph other = resolver(ResolveOptions.DEFAULT).resolve(uses("web/user"));

        assertThatThrownBy(() -> ModuleGraph.pins(List.of(one, other)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll("CH-LOCK-009", "chandler.yml:5:9", mirror, Shelf.HOST + "app");
    }

    @Test
    void anotherCommitOfABranchIsTakenWhereItIsToBeUpdated() throws InterruptedException {
        shelf.with("app", "1.0.0").commit("app", "3f2a");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app");
        shelf.moved("app", "1.0.0").commit("app", "77b1");

        assertThat(locked(ResolveOptions.DEFAULT, lock, "app").text()).isEqualTo(lock.text());
        assertThat(locked(ResolveOptions.DEFAULT.updating(Set.of("app")), lock, "app")
                        .modules())
                .extracting(LockedModule::source)
                .containsExactly(Shelf.HOST + "app#77b1");
    }

    @Test
    void offlineAllThatIsMissingIsSaid() throws InterruptedException {
        shelf.with("app", "1.0.0").with("core/ca", "1.0.0").with("core/there", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app", "core/ca");
        shelf.emptyCache();
        shelf.down();

        EngineException e = catchThrowableOfType(
                EngineException.class,
                () -> resolver(lock, new ResolveOptions(false, true, name -> false))
                        .resolve(uses("app", "core/ca")));

        assertThat(e.problems())
                .hasSize(2)
                .extracting(problem -> problem.where().orElseThrow().line())
                .containsExactly(5, 6);
    }

    @Test
    void whereAPlaceCannotBeAskedItIsSaidForWhom() {
        shelf.with("app", "1.0.0").down();

        EngineException e = catchThrowableOfType(
                EngineException.class, () -> resolver(ResolveOptions.DEFAULT).resolve(uses("app@^1")));

        assertThat(e.problems().get(0).where()).contains(new Location("chandler.yml", 5, 9));
        assertThat(e.problems().get(0).why()).contains("asked for versions\nchandler.yml:5:9 uses app@^1");
    }

    @Test
    void whatIsNewerIsKnown() throws InterruptedException {
        shelf.with("app", "1.0.0", "core/ca@~1.0").with("core/ca", "1.0.0").at("/project/own", "own", "1.0.0");
        Lockfile lock = locked(ResolveOptions.DEFAULT, Lockfile.empty(), "app@^1", "./own");
        shelf.with("app", "1.1.0").with("app", "2.0.0").with("core/ca", "1.1.0");
        LockedModules modules = resolver(lock, ResolveOptions.DEFAULT);

        ModuleGraph graph = modules.resolve(uses("app@^1", "./own"));

        assertThat(modules.available(graph))
                .extracting(each -> each.module().name() + " " + each.module().version() + " "
                        + each.suitable().orElseThrow() + " " + each.newest().orElseThrow())
                .containsExactly("app 1.0.0 1.1.0 2.0.0", "core/ca 1.0.0 1.0.0 1.1.0");
        assertThat(graph.wantedBy(Shelf.HOST + "core/ca"))
                .extracting(link -> link.use().reference())
                .containsExactly("core/ca@~1.0");
    }

    private record Lying(ModuleSource honest, ModuleSource lying) implements ModuleSource {

        @Override
        public String place() {
            return honest.place();
        }

        @Override
        public boolean inPlace() {
            return honest.inPlace();
        }

        @Override
        public boolean has(LockedModule locked) {
            return honest.has(locked);
        }

        @Override
        public Optional<List<String>> versions() throws InterruptedException {
            return honest.versions();
        }

        @Override
        public ModuleDescription description(String version) throws InterruptedException {
            return honest.description(version);
        }

        @Override
        public FetchedModule fetch(String version, Optional<LockedModule> pinned) throws InterruptedException {
            return (version.equals("1.0.0") && honest.place().endsWith("app") ? lying : honest).fetch(version, pinned);
        }

        @Override
        public String recorded(String version) {
            return honest.recorded(version);
        }
    }

    private static List<ModuleUse> uses(String... references) {
        List<ModuleUse> uses = new ArrayList<>();
        for (String each : references) {
            uses.add(new ModuleUse(each, PROJECT, new Location("chandler.yml", 5 + uses.size(), 9)));
        }
        return uses;
    }

    private LockedModules resolver(ResolveOptions options) {
        return resolver(Lockfile.empty(), options);
    }

    private LockedModules resolver(Lockfile lock, ResolveOptions options) {
        return new LockedModules(Shelf.names("web", "core", "app", "m"), shelf, lock, options);
    }

    private List<String> chosen(String... references) throws InterruptedException {
        return resolver(ResolveOptions.DEFAULT).resolve(uses(references)).modules().stream()
                .map(module -> module.name() + " " + module.version())
                .toList();
    }

    private Lockfile locked(ResolveOptions options, Lockfile before, String... references) throws InterruptedException {
        return before.withModules(
                resolver(before, options).resolve(uses(references)).pins());
    }

    private List<Problem> problems(String... references) {
        return problems(ResolveOptions.DEFAULT, Lockfile.empty(), references);
    }

    private List<Problem> problems(ResolveOptions options, Lockfile lock, String... references) {
        ChandlerException e = catchThrowableOfType(
                ManifestException.class, () -> resolver(lock, options).resolve(uses(references)));
        return e.problems();
    }

    private String words(String... references) {
        return words(ResolveOptions.DEFAULT, Lockfile.empty(), references);
    }

    private String words(ResolveOptions options, Lockfile lock, String... references) {
        StringBuilder words = new StringBuilder();
        problems(options, lock, references)
                .forEach(problem -> words.append(problem).append('\n'));
        return words.toString();
    }
}
