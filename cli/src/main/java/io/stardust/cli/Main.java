package io.stardust.cli;

import io.stardust.cli.http.LoginFile;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Terminal;
import java.nio.file.Path;

/** Runs one verb and ends with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var environment = System.getenv();
        var home = Path.of(System.getProperty("user.home", "."));
        int exit;
        try (var session = new Session(environment, new LoginFile(LoginFile.folder(environment, home)))) {
            exit = new Cli(session, Terminal.ofProcess(environment)).run(args);
        }
        System.exit(exit);
    }
}
