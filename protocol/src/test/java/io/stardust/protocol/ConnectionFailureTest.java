package io.stardust.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFailureTest {
    private static final URI SERVER = URI.create("https://stardust.example:6600/below?token=secret");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UnknownHostException("stardust.example"), "no machine has this name"),
                Arguments.of(new ConnectException("Connection refused"), "nothing listens there"),
                Arguments.of(new ConnectException("Connection timed out"), "no answer in time"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "no answer in time"),
                Arguments.of(new SocketException("Network is unreachable"), "no way leads there"),
                Arguments.of(new SocketException("Connection reset"), "the connection broke"),
                Arguments.of(new IOException("Invalid Http response"), "no web server"),
                Arguments.of(new IOException("Invalid status line: \"SSH-2.0\""), "no web server"),
                Arguments.of(new SocketException("Unexpected end of file from server"), "no web server"),
                Arguments.of(
                        new SSLHandshakeException("PKIX path building failed: sun.security.provider"),
                        "signed by nobody trusted here"),
                Arguments.of(new SSLHandshakeException("No subject alternative DNS name"), "for another name"),
                Arguments.of(new SSLException("Unsupported or unrecognized SSL message"), "no TLS is spoken there"),
                Arguments.of(new IOException(new UnknownHostException("x")), "no machine has this name"),
                Arguments.of(
                        new ConnectException("refused").initCause(new UnknownHostException("x")),
                        "no machine has this name"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void of_saysWhatWasWrongAndWhere_inWordsForPeople(IOException e, String words) {
        IOException said = ConnectionFailure.of(SERVER, e);

        assertThat(said)
                .hasMessageStartingWith("https://stardust.example:6600: ")
                .hasMessageContaining(words)
                .hasCause(e);
        assertThat(said.getMessage()).doesNotContain("PKIX", "sun.", "Invalid", "java.", "secret");
    }

    @Test
    void of_isTheSame_whenItIsMadeForPeopleAlready() {
        var e = new IOException("not logged in");

        assertThat(ConnectionFailure.of(SERVER, e)).isSameAs(e);
    }
}
