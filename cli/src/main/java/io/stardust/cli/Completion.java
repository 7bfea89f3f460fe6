package io.stardust.cli;

import io.stardust.cli.terminal.Terminal;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints the script that lets bash and zsh complete verbs, options, and names of things. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = "  source <(stardust completion)")
final class Completion implements Runnable {
    /** Asks for names where a verb takes one, and leaves all else to the script of verbs and options. */
    private static final String NAMES = """

            _stardust_names() {
                local IFS=$'\\n'
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" names "$1" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }

            _stardust_with_names() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
                case "$before" in
                    -n | --node) _stardust_names nodes; return ;;
                    --app) _stardust_names apps; return ;;
                    --project) _stardust_names projects; return ;;
                esac
                if [[ $word != -* ]]; then
                    case "${COMP_WORDS[1]} ${COMP_WORDS[2]} $COMP_CWORD" in
                        "node list 3" | "node ls 3" | "node rule 3" | "deploy list 3" | "deploy ls 3" | "deploy create 3") ;;
                        "app list 3" | "app ls 3" | "app create 3" | "app key 3" | "service list 3" | "service ls 3") ;;
                        "service graph 3" | "config list 3" | "config ls 3" | "config search 3" | "project list 3" | "project ls 3" | "project create 3") ;;
                        "node "*" 3" | "command run 3" | "command list 3" | "command ls 3") _stardust_names nodes; return ;;
                        "deploy "*" 3" | "rollout list 3" | "rollout ls 3" | "release "*" 3") _stardust_names deployments; return ;;
                        "app key 4" | "app "*" 3" | "config "*" 3" | "grant create "[34] | "grant remove "[34] | "grant rm "[34])
                            _stardust_names apps; return ;;
                        "service "*" 3") _stardust_names services; return ;;
                        "project "*" 3" | "member "*" 3") _stardust_names projects; return ;;
                        "logs "*" 2" | "ps "*" 2" | "status "*" 2") _stardust_names deployments; return ;;
                    esac
                fi
                _complete_stardust "$@"
            }

            complete -F _stardust_with_names -o default stardust ./stardust
            """;

    private final Terminal terminal;
    private final Supplier<CommandLine> tree;

    /** {@code tree}: all verbs. */
    Completion(Terminal terminal, Supplier<CommandLine> tree) {
        this.terminal = terminal;
        this.tree = tree;
    }

    @Override
    public void run() {
        terminal.own(AutoComplete.bash("stardust", tree.get()) + NAMES);
    }
}
