package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DockerJavaTransportTest {

    @Test
    void questionsAboutAContainerWaitForTheFilesThatAreUnpackedIntoIt() {
        for (String path : new String[] {"/v1.41/containers/chandler-x/json", "/v1.41/exec/abc/json"}) {
            assertThat(DockerJavaTransport.patience("GET", path)).as(path).isEqualTo(Patience.WORK);
        }
        assertThat(DockerJavaTransport.patience("GET", "/v1.41/containers/json?all=true"))
                .isEqualTo(Patience.QUESTION);
        assertThat(DockerJavaTransport.patience("POST", "/v1.41/exec/abc/start"))
                .isEqualTo(Patience.STREAM);
    }
}
