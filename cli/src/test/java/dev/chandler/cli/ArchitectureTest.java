package dev.chandler.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingsModel;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, over all modules: this one has all of them on its class path. */
class ArchitectureTest {

    private static final String API_PACKAGES = "dev.chandler.api..";
    private static final String LIB = "dev.chandler.lib..";
    private static final String CORE = "dev.chandler.core..";
    private static final String DOOR = "dev.chandler.core.plugin..";
    private static final String ENGINES = "dev.chandler.engine..";
    private static final String PROVISIONERS = "dev.chandler.provisioner..";
    private static final String CLI = "dev.chandler.cli..";
    private static final String TESTKIT = "dev.chandler.testkit..";
    private static final String ALL = "dev.chandler..";

    /** What goes into the distribution, and the testkit. */
    private static JavaClasses all;

    @BeforeAll
    static void scan() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.chandler");
    }

    @ParameterizedTest
    @ValueSource(strings = {API_PACKAGES, LIB, CORE, DOOR, ENGINES, PROVISIONERS, CLI, TESTKIT})
    void hasScannedEveryModule(String packages) {
        assertThat(all.that(resideInAPackage(packages))).isNotEmpty();
    }

    @Test
    void hasScannedAboutAsManyClassesAsThereAre() {
        assertThat(all).hasSizeGreaterThan(300);
    }

    @Test
    void theApiKnowsTheJdkAndAnnotationsAlone() {
        check(classes()
                .that()
                .resideInAPackage(API_PACKAGES)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(API_PACKAGES, "java..", "org.jspecify.annotations", "org.apiguardian.api"));
    }

    @Test
    void coreKnowsNoEngineNoProvisionerAndNoCommandLine() {
        check(noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINES, PROVISIONERS, CLI, TESTKIT, "picocli.."));
    }

    @Test
    void enginesAndProvisionersKnowTheApiAndLibAlone() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ENGINES, PROVISIONERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE, CLI, TESTKIT));
        check(slices().matching("dev.chandler.(engine|provisioner).(*)..")
                .should()
                .notDependOnEachOther());
    }

    @Test
    void libKnowsTheApiAtMost() {
        check(noClasses()
                .that()
                .resideInAPackage(LIB)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE, ENGINES, PROVISIONERS, CLI, TESTKIT));
    }

    @Test
    void nobodyKnowsTheTestkit() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TESTKIT, "org.junit..", "org.assertj.."));
    }

    @Test
    void onlyThePluginDoorKnowsPf4j() {
        check(onlyIn(DOOR, "org.pf4j.."));
    }

    @Test
    void onlyVersionsKnowTheirParser() {
        check(onlyIn("dev.chandler.core.version..", "com.github.zafarkhaja.."));
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        check(onlyIn(CLI, "picocli.."));
    }

    @Test
    void onlyTheManifestKnowsTemplates() {
        check(onlyIn("dev.chandler.core.manifest..", "freemarker.."));
    }

    @Test
    void onlyTheManifestFilesOfValuesAndLxdsRemotesKnowYaml() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.chandler.core.manifest..",
                        "dev.chandler.provisioner.consultemplate..",
                        "dev.chandler.engine.lxd..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml.."));
    }

    @Test
    void onlyTheDockerDriverAndItsTransportKnowDockerJava() {
        check(noClasses()
                .that(areNot("Docker\\w*(Driver|Transport|JavaHost)"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava.."));
    }

    @Test
    void onlyTheCommandLineWritesToTheStandardStreams() {
        check(classes().that().resideOutsideOfPackage(CLI).should(never(ACCESS_STANDARD_STREAMS)));
    }

    @Test
    void onlyTheCommandLineEndsTheJvm() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void everyMapOfAManifestIsReadByAModel() {
        // Else its keys are in neither the JSON Schema nor the reference.
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE, PROVISIONERS)
                .should()
                .callMethod(SettingReader.class, "of", Setting.class, Consumer.class)
                .because("each map has a SettingsModel, in core.manifest.model or beside its provisioner"));
    }

    @Test
    void theModelsOfTheManifestAreInOnePlace() {
        // Else a map could be read that is not in the schema, by a model that nobody reaches from the top level.
        check(noClasses()
                .that()
                .resideInAPackage(CORE)
                .and()
                .resideOutsideOfPackages("dev.chandler.core.manifest.model", "dev.chandler.core.manifest.schema")
                .should()
                .callMethod(SettingsModel.class, "of", String.class, List.class)
                .orShould()
                .callMethod(SettingsModel.class, "of", String.class, SettingKey[].class)
                .because("core.manifest.model is where the schema and the reference find it"));
    }

    @Test
    void nobodyUsesTheJdksHttpClient() {
        // Its selector thread makes the JVM of Java 17 wait 300 ms at its end.
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.net.http.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().assignedFrom(new Packages()).should().beFreeOfCycles());
    }

    @Test
    void everyPublicTypeOfTheApiAndTheTestkitSaysHowStableItIs() {
        check(classes()
                .that()
                .resideInAnyPackage(API_PACKAGES, TESTKIT)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith(API.class));
    }

    @Test
    void everyPackageSaysThatNullIsMarked() {
        List<String> unmarked = packages(all.getPackage("dev.chandler"))
                .filter(found -> !found.getClasses().isEmpty())
                .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();

        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayTheJob() {
        check(noClasses()
                .that()
                .resideInAPackage(ALL)
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor|Data)"));
    }

    /** Each package is a slice; so are the entry points, which stand above the packages that share what is beside them. */
    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean entry = type.isEquivalentTo(Main.class) || type.isEquivalentTo(Training.class);
            return SliceIdentifier.of(entry ? "entry points" : type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "the packages";
        }
    }

    private static void check(ArchRule rule) {
        rule.check(all);
    }

    private static ArchRule onlyIn(String home, String... packages) {
        return classes()
                .that()
                .resideOutsideOfPackage(home)
                .should(never(dependOnClassesThat(resideInAnyPackage(packages))));
    }

    private static DescribedPredicate<JavaClass> areNot(String topLevelName) {
        return DescribedPredicate.describe("are not in " + topLevelName, type -> {
            JavaClass top = type;
            while (top.getEnclosingClass().isPresent()) {
                top = top.getEnclosingClass().get();
            }
            return !top.getSimpleName().matches(topLevelName);
        });
    }

    private static Stream<JavaPackage> packages(JavaPackage root) {
        return Stream.concat(Stream.of(root), root.getSubpackages().stream().flatMap(ArchitectureTest::packages));
    }
}
