package dev.chandler.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphBuilderTest {

    @TempDir
    Path folder;

    @Test
    void tellsProvisionersTheVariablesAndTheClientsEnvironment() throws InterruptedException {
        List<ProvisionRequest> requests = new ArrayList<>();

        new TestBuild(new FakeHost(), folder)
                .variables(Map.of("port", "80"))
                .client(Map.of("CONSUL_HTTP_ADDR", "consul:8500"))
                .provisioner(noting(requests))
                .install("true")
                .graph();

        assertThat(requests).extracting(ProvisionRequest::variables).containsExactly(Map.of("port", "80"));
        assertThat(requests)
                .extracting(ProvisionRequest::clientEnvironment)
                .containsExactly(Map.of("CONSUL_HTTP_ADDR", "consul:8500"));
    }

    private static Provisioner noting(List<ProvisionRequest> requests) {
        return new Provisioner() {
            @Override
            public String id() {
                return "exec";
            }

            @Override
            public String keyVersion() {
                return "1";
            }

            @Override
            public PreparedStep prepare(ProvisionRequest request) {
                requests.add(request);
                return TestBuild.step("true");
            }
        };
    }
}
