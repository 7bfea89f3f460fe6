package io.stardust.cli.deploy;

import io.stardust.api.variable.VariableView;
import io.stardust.cli.http.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that add, change and remove single environment variables. Filled by picocli. */
final class EnvironmentOptions {
    private final UnaryOperator<@Nullable String> ours;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "Add or change a variable; any text; repeatable; '' removes all.")
    private @Nullable List<String> variables;

    @Option(
            names = "--secret",
            paramLabel = "NAME[=VALUE]",
            description =
                    "Like --env, for a value that is never shown again; without VALUE it is read from the variable "
                            + "NAME of your environment, so that it does not appear in the process list.")
    private @Nullable List<String> secrets;

    @Option(
            names = {"--env-remove", "--unset"},
            paramLabel = "NAME",
            description = "Remove a variable; repeatable.")
    private @Nullable List<String> removed;

    EnvironmentOptions() {
        this(System::getenv);
    }

    /** @param ours the variables of this program */
    EnvironmentOptions(UnaryOperator<@Nullable String> ours) {
        this.ours = ours;
    }

    /** All variables: none, when that is asked for. */
    @Nullable
    List<VariableView> all() {
        if (!clears()) return null;
        if (secrets != null || removed != null)
            throw Failure.usage("--env '' removes all variables (expected: no other variable option)");
        return List.of();
    }

    /** Those to be added or changed; null when none. */
    @Nullable
    List<VariableView> set() {
        if (clears() || (variables == null && secrets == null)) return null;
        List<VariableView> set = new ArrayList<>();
        for (String one : variables == null ? List.<String>of() : variables) set.add(plain(one));
        for (String one : secrets == null ? List.<String>of() : secrets) set.add(secret(one));
        return set;
    }

    /** Names of those that are to go; null when none. */
    @Nullable
    List<String> remove() {
        return removed;
    }

    private boolean clears() {
        return variables != null && variables.equals(List.of(""));
    }

    private static VariableView plain(String word) {
        int equals = word.indexOf('=');
        if (equals > 0) return new VariableView(word.substring(0, equals), word.substring(equals + 1), null);
        throw Failure.usage("--env %s (expected: NAME=VALUE)".formatted(word));
    }

    private VariableView secret(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        @Nullable String value = equals < 0 ? ours.apply(name) : word.substring(equals + 1);
        if (!name.isEmpty() && value != null) return new VariableView(name, value, true);
        throw Failure.usage("--secret %s (expected: NAME=VALUE, or NAME of a variable that is set)".formatted(name));
    }
}
