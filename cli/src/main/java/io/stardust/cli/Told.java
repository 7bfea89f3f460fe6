package io.stardust.cli;

import io.stardust.cli.http.Exit;
import io.stardust.cli.http.Failure;
import io.stardust.cli.terminal.Clean;
import io.stardust.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says why a verb failed, on one line, and the command to try next. Not thread-safe. */
final class Told {
    private final Terminal terminal;
    private final Supplier<CommandLine> tree;

    /** {@code tree}: all verbs, asked for when one is not known. */
    Told(Terminal terminal, Supplier<CommandLine> tree) {
        this.terminal = terminal;
        this.tree = tree;
    }

    /** A word, option or value that does not parse; returns the exit code. */
    int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String unknown = e instanceof UnmatchedArgumentException unmatched ? unknownVerb(unmatched) : null;
        if (unknown != null) {
            terminal.error(unknown);
        } else {
            terminal.error(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
            List<String> near =
                    e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
            if (!near.isEmpty())
                terminal.note("did you mean " + Suggestions.either(near.subList(0, Math.min(3, near.size()))) + "?");
        }
        terminal.note("next: " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code();
    }

    private @Nullable String unknownVerb(UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
        if (command.getSubcommands().isEmpty() || word.startsWith("-")) return null;
        String path = command.getCommandSpec().qualifiedName();
        String noun = path.contains(" ") ? path.substring(path.indexOf(' ') + 1) : "";
        List<String> near = new Suggestions(tree.get()).near(noun, word);
        return "Unknown command \"%s\"%s"
                .formatted(
                        noun.isEmpty() ? word : noun + " " + word,
                        near.isEmpty() ? "" : "; did you mean " + Suggestions.either(near) + "?");
    }

    /** A verb that could not do its work; returns the exit code. */
    int failed(Exception e, CommandLine command) {
        if (e instanceof ParameterException wrong) return usage(wrong);
        if (e instanceof Failure failure) {
            terminal.error(failure.line());
            String next = failure.next() != null ? failure.next() : next(failure.exit(), command);
            if (next != null) terminal.note("next: " + next);
            return failure.exit().code();
        }
        terminal.error("internal error in the command line; please report this");
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        terminal.err().print(Clean.lines(trace.toString()));
        return Exit.FAILED.code();
    }

    private static @Nullable String next(Exit exit, CommandLine command) {
        if (exit == Exit.USAGE) return command.getCommandSpec().qualifiedName() + " --help";
        CommandLine noun = command.getParent();
        boolean lists = noun != null && noun.getSubcommands().containsKey("list");
        boolean look = exit == Exit.NOT_FOUND || exit == Exit.CONFLICT;
        return look && lists ? noun.getCommandSpec().qualifiedName() + " list" : null;
    }
}
