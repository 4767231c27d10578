package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushProblemsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no basic auth credentials | CH-OUTPUT-010
            unauthorized: authentication required | CH-OUTPUT-010
            denied: requested access to the resource is denied | CH-OUTPUT-010
            error parsing HTTP 405 response body: invalid character 'M' looking for beginning of value: "Method not allowed" | CH-OUTPUT-011
            denied: The system is in read only mode. Any modification is prohibited. | CH-OUTPUT-011
            unsupported: The operation is unsupported. | CH-OUTPUT-011
            Get "https://10.0.0.1:5000/v2/": x509: certificate signed by unknown authority | CH-OUTPUT-012
            Get "https://10.0.0.1:5000/v2/": http: server gave HTTP response to HTTPS client | CH-OUTPUT-012
            Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused | CH-OUTPUT-013
            Get "https://nowhere.example/v2/": dial tcp: lookup nowhere.example: no such host | CH-OUTPUT-013
            Put "http://127.0.0.1:5000/v2/x/blobs/uploads/405-401": EOF | CH-OUTPUT-013
            blob upload invalid | CH-OUTPUT-014
            """)
    void whatARegistrySaysIsToldApart(String words, String code) {
        Problem problem = PushProblems.refused(ImageName.parse("host:5000/app:1"), words)
                .problems()
                .get(0);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.what()).isEqualTo("cannot push \"host:5000/app:1\"");
        assertThat(problem.why()).contains(words);
        assertThat(problem.remedy()).isPresent();
    }
}
