package io.stardust.server.config;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.Json;
import io.stardust.server.change.Changes.Tx;
import io.stardust.server.config.right.ApprovalStore;
import io.stardust.server.config.right.ApprovalStore.Approved;
import io.stardust.server.config.right.ApprovalStore.Editor;
import io.stardust.server.config.store.DraftItem;
import io.stardust.server.config.store.ItemStore;
import io.stardust.server.config.store.SheetRow;
import io.stardust.server.config.store.SheetStore;
import io.stardust.server.config.store.SheetStore.Owner;
import io.stardust.server.http.ApiException.Conflict;
import io.stardust.server.http.ApiException.Denied;
import io.stardust.server.http.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a project that asks for it demands before a config is published: that another person has approved just this.
 * Stateless; runs on the handle it is given.
 */
final class Approvals {
    private final ApprovalStore store = new ApprovalStore();
    private final ItemStore items = new ItemStore();
    private final SheetStore sheets = new SheetStore();
    private final GrayStore grays = new GrayStore();

    /** A draft as it is hashed. */
    @io.avaje.jsonb.Json
    record Hashed(
            String key,
            String scope,
            boolean gone,
            String type,
            CharSequence value,
            @Nullable String remark,
            long editedAt) {}

    /** What tells one draft from another; each edit makes another one. Null when nothing waits. */
    @Nullable
    String draft(Handle sql, long appId) {
        List<DraftItem> drafts = items.drafts(sql, appId);
        if (drafts.isEmpty()) return null;
        var text = new StringBuilder();
        for (DraftItem each : drafts) {
            text.append(Json.PEOPLE.text(new Hashed(
                            each.name(),
                            each.scope(),
                            each.gone(),
                            each.type().name(),
                            each.value(),
                            each.remark(),
                            each.editedAt())))
                    .append('\n');
        }
        return Hashes.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same of what release {@code number} would do to what is live. */
    private String rollback(Handle sql, long appId, long number) {
        long live = sheets.find(sql, appId).map(SheetRow::number).orElse(0L);
        return "release %d upon %d".formatted(number, live);
    }

    /** @param empty whether nothing waited before */
    void edited(Tx tx, Caller caller, Owner app, boolean empty) {
        boolean another = empty && grays.find(tx.sql(), app.id()).isEmpty(); // which may come back into the draft
        if (another) store.forgetEditors(tx.sql(), app.id());
        store.edited(tx.sql(), app.id(), new Editor(caller.userId(), caller.actor()));
    }

    /** The approval of the draft as it is; empty when there is none, or it is of another draft. */
    Optional<Approved> ofDraft(Handle sql, long appId) {
        @Nullable String draft = draft(sql, appId);
        return store.approved(sql, appId).filter(given -> given.mark().equals(draft));
    }

    List<Editor> editors(Handle sql, long appId) {
        return store.editors(sql, appId);
    }

    /**
     * Approves the draft, or a return to a release.
     *
     * @param seen the draft that was looked at; null: none
     * @param number of the release to return to; null: none
     * @throws Conflict when the draft is another by now
     * @throws Denied when the caller has edited it, also by a token of theirs
     */
    void approve(Tx tx, Caller caller, Owner app, @Nullable String seen, @Nullable Long number) {
        String mark;
        if (number != null) {
            mark = rollback(tx.sql(), app.id(), number);
        } else {
            @Nullable String draft = draft(tx.sql(), app.id());
            if (draft == null) throw Publishing.nothing(app);
            if (!draft.equals(seen)) {
                throw new Conflict("the draft of app %s was edited since; look at it again".formatted(app.name()));
            }
            boolean edited =
                    editors(tx.sql(), app.id()).stream().anyMatch(editor -> editor.person() == caller.userId());
            if (edited) {
                throw new Denied("%s has edited this draft: another person has to approve it".formatted(caller.name()));
            }
            mark = draft;
        }
        store.approve(
                tx.sql(),
                app.id(),
                new Approved(mark, caller.userId(), caller.actor(), tx.now().toEpochMilli()));
    }

    void withdraw(Tx tx, Owner app) {
        store.withdraw(tx.sql(), app.id());
    }

    /**
     * Uses the approval of the draft up, where the project asks for one.
     *
     * @throws Conflict when there is none
     */
    void requireOfDraft(Tx tx, Owner app) {
        if (!store.asks(tx.sql(), app.projectId())) return;
        if (ofDraft(tx.sql(), app.id()).isEmpty()) throw missing(app, "of the draft as it is");
        store.withdraw(tx.sql(), app.id());
    }

    /** The same of a return to release {@code number}; who publishes it is not who approved it. */
    void requireOfRollback(Tx tx, Caller caller, Owner app, long number) {
        if (!store.asks(tx.sql(), app.projectId())) return;
        String mark = rollback(tx.sql(), app.id(), number);
        boolean approved = store.approved(tx.sql(), app.id())
                .filter(given -> given.mark().equals(mark) && given.person() != caller.userId())
                .isPresent();
        if (!approved) throw missing(app, "by another person, of the return to release " + number);
        store.withdraw(tx.sql(), app.id());
    }

    /** What comes along with a publish has been seen by nobody else: refused where the project asks for approvals. */
    static Conflict unseen(Owner app) {
        return missing(app, "of the draft; edits that come along cannot be approved: put them into the draft");
    }

    private static Conflict missing(Owner app, String of) {
        return new Conflict("not published: the project of app %s asks for an approval %s".formatted(app.name(), of));
    }
}
