package dev.chandler.core.graph;

import dev.chandler.core.TestBuild;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphTextTest {

    @ParameterizedTest
    @EnumSource
    void drawsTasksBranchesAndTests(GraphText format) throws InterruptedException {
        StepGraph graph = new TestBuild(new FakeHost(), Path.of("."))
                .install("echo \"one\" > /a")
                .parallel("./a.sh", "./b.sh")
                .install("echo <three>")
                .test("pylint")
                .test("nosetests", "coverage report")
                .graph();

        Golden.assertMatches("graph/" + format + ".txt", format.draw(graph));
    }

    @ParameterizedTest
    @EnumSource
    void drawsAGraphWithoutSteps(GraphText format) throws InterruptedException {
        Golden.assertMatches(
                "graph/empty-" + format + ".txt", format.draw(new TestBuild(new FakeHost(), Path.of(".")).graph()));
    }
}
