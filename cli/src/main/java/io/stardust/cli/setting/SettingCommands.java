package io.stardust.cli.setting;

import io.stardust.cli.http.Api;
import io.stardust.cli.http.Failure;
import io.stardust.cli.http.Reply;
import io.stardust.cli.http.Session;
import io.stardust.cli.terminal.Facts;
import io.stardust.cli.terminal.Table;
import io.stardust.cli.terminal.Terminal;
import io.stardust.cli.terminal.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stardust setting}. */
@Command(
        name = "setting",
        description = "Show server settings, and edit those that can change while the server runs.",
        footer = {"  stardust setting list", "  stardust setting set keep.changes-days 365"})
public final class SettingCommands {
    private final Session session;
    private final Terminal terminal;

    public SettingCommands(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "List settings with value and source.",
            footer = "  stardust setting list")
    void list() {
        Reply reply = session.api().get("/settings");
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        var table = new Table("KEY", "VALUE", "SET BY", "CHANGED", "EDIT", "DESCRIPTION");
        for (Setting setting : reply.as(Setting.Some.class).items()) {
            table.row(
                    setting.key(),
                    setting.value(),
                    setting.setBy() == null ? setting.source() : setting.setBy(),
                    setting.setAt() == null ? "" : Words.ago(setting.setAt(), terminal.now()),
                    setting.how(),
                    setting.problem() == null ? setting.help() : "ignored: " + setting.problem());
        }
        table.print(terminal, "no settings");
    }

    @Command(
            name = "show",
            aliases = "get",
            description = "Show a setting.",
            footer = "  stardust setting show nodes.ping-period")
    void show(@Parameters(paramLabel = "KEY", description = "Name of the setting.") String key) {
        print(find(session.api(), key));
    }

    @Command(
            name = "set",
            description = "Edit a setting; it takes effect immediately and stays after a restart.",
            footer = "  stardust setting set nodes.approve manual")
    void set(
            @Parameters(paramLabel = "KEY", description = "Name of the setting.") String key,
            @Parameters(paramLabel = "VALUE", description = "New value.") String value) {
        var api = session.api();
        Setting seen = find(api, key).as(Setting.class);
        done(api.put(path(key), seen.revision(), new Setting.Wish(value)));
    }

    @Command(
            name = "reset",
            description = "Remove the edit of a setting; its default takes effect.",
            footer = "  stardust setting reset nodes.approve")
    void reset(@Parameters(paramLabel = "KEY", description = "Name of the setting.") String key) {
        done(session.api().delete(path(key)));
    }

    private static Reply find(Api api, String key) {
        return api.find(path(key))
                .orElseThrow(() -> Failure.notFound("no setting " + key).next("stardust setting list"));
    }

    private static String path(String key) {
        return "/settings/" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private void done(Reply reply) {
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        Setting setting = reply.as(Setting.class);
        terminal.print("%s is %s (%s)"
                .formatted(setting.key(), setting.value().isEmpty() ? "not set" : setting.value(), setting.source()));
    }

    private void print(Reply reply) {
        if (terminal.json()) {
            terminal.print(reply);
            return;
        }
        Setting setting = reply.as(Setting.class);
        new Facts()
                .add("key", setting.key())
                .add("value", setting.value().isEmpty() ? "not set" : setting.value())
                .add("source", setting.source())
                .add("set by", setting.setBy())
                .add("changed", setting.setAt() == null ? null : Words.ago(setting.setAt(), terminal.now()))
                .add("ignored", setting.problem())
                .add("default", setting.standard())
                .add("expected", setting.form())
                .add("edit", setting.how())
                .add("description", setting.help())
                .print(terminal);
    }
}
