package io.stardust.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void as_skipsWhatANewerServerAdds() {
        Problem problem = reply("{\"title\":\"t\",\"status\":409,\"new\":{\"x\":[1]},\"detail\":\"d\"}")
                .as(Problem.class);

        assertThat(problem).isEqualTo(new Problem("t", 409, "d"));
    }

    @Test
    void as_saysThatItIsNoStardust_whenItIsNot() {
        assertThatThrownBy(() -> reply("<html>\n<body>").as(Problem.class))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("http://web.example is no Stardust server")
                .hasMessageContaining("expected: the URL of a Stardust server");
    }

    @Test
    void pretty_keepsWhatThisVersionDoesNotKnow_andWholeNumbersWhole() {
        assertThat(reply("{\"id\":9007199254740991,\"at\":1767225600000,\"new\":true}")
                        .pretty())
                .contains("9007199254740991", "1767225600000,")
                .contains("\"new\"");
    }

    @Test
    void replies_joinPages_andKeepToTheLimit() {
        var replies = new Replies(List.of(reply("{\"items\":[1,2],\"next\":2}"), reply("{\"items\":[3,4]}")), 3);

        assertThat(replies.pretty().replaceAll("\\s", "")).isEqualTo("{\"items\":[1,2,3]}");
    }

    private static Reply reply(String json) {
        return new Reply(URI.create("http://web.example"), json.getBytes(StandardCharsets.UTF_8));
    }
}
