package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the end of an operation. */
class OperationsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"status_code": 401, "status": "Cancelled"} | somebody has cancelled the operation
                    {"status_code": 400, "status": "Failure", "err": "context canceled"} | somebody has cancelled the operation
                    {"status_code": 400, "status": "Failure", "err": "Failed download: context canceled"} | somebody has cancelled the operation
                    {"status_code": 400, "status": "Failure", "err": "no space left on device"} | no space left on device
                    {"status_code": 400, "status": "Failure"} | Failure
                    """)
    void theWordsOfAnEndThatIsNoSuccess(String operation, String words) {
        Operations.Outcome outcome =
                new Operations.Outcome(JsonParser.parseString(operation).getAsJsonObject());

        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.words()).isEqualTo(words);
    }
}
