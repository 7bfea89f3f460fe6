package io.stardust.protocol.start;

import java.util.List;

/**
 * A way to start an app.
 *
 * @param target A file of the app by its path, or a command that is looked for on {@code PATH}.
 * @param isFile Which of the two.
 * @param folder Where it runs, below the work directory; empty = the work directory itself.
 * @param arguments All of them, the deployment's included.
 * @param why By which rule it was found, in a few words for people.
 */
public record Start(String target, boolean isFile, String folder, List<String> arguments, String why) {
    public Start {
        arguments = List.copyOf(arguments);
    }
}
