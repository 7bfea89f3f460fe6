package io.stardust.server.agent;

import io.stardust.server.http.ApiException.Invalid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which versions a node wants; upstream's names. */
final class Channels {
    /** From the most careful on; who follows one is offered those before it as well. */
    static final List<String> ALL = List.of("Release", "Beta", "Develop");

    private Channels() {}

    /** The channel {@code text} names in any case. */
    static Optional<String> named(@Nullable String text) {
        return ALL.stream()
                .filter(name -> text != null && name.equalsIgnoreCase(text.strip()))
                .findFirst();
    }

    static String checked(@Nullable String text) {
        return named(text)
                .orElseThrow(() -> new Invalid("channel", text == null ? "missing" : text, String.join(", ", ALL)));
    }

    /** Whether who follows {@code followed} is offered what is in {@code channel}. */
    static boolean offers(String followed, String channel) {
        return ALL.indexOf(channel) <= ALL.indexOf(followed);
    }
}
