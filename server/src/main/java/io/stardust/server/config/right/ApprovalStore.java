package io.stardust.server.config.right;

import io.stardust.server.db.Rows;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Who edited a draft and who approved it, in the database. Stateless; runs on the handle it is given. */
public final class ApprovalStore {
    private static final RowMapper<Approved> APPROVED = Rows.of(MethodHandles.lookup(), Approved.class);
    private static final RowMapper<Editor> EDITOR = Rows.of(MethodHandles.lookup(), Editor.class);

    /**
     * What somebody approved.
     *
     * @param mark of what was approved
     * @param person the id of who it was, whatever they were known by
     * @param actor the same as in the change table
     * @param approvedAt epoch ms
     */
    public record Approved(String mark, long person, String actor, long approvedAt) {}

    /** Who has edited a draft. */
    public record Editor(long person, String actor) {}

    /** Whether the project asks for approvals. */
    public boolean asks(Handle sql, long projectId) {
        return sql.createQuery("select approval from config_policy where project_id = :project")
                .bind("project", projectId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Says whether it does. */
    public void ask(Handle sql, long projectId, boolean approval) {
        sql.createUpdate("""
                        insert into config_policy (project_id, approval) values (:project, :approval)
                        on conflict (project_id) do update set approval = excluded.approval
                        """)
                .bind("project", projectId)
                .bind("approval", approval)
                .execute();
    }

    /** What was approved last of an app, and not used up. */
    public Optional<Approved> approved(Handle sql, long appId) {
        return sql.createQuery("select mark, person, actor, approved_at from config_approval where app_id = :app")
                .bind("app", appId)
                .map(APPROVED)
                .findOne();
    }

    /** Takes the place of what was approved before. */
    public void approve(Handle sql, long appId, Approved approved) {
        sql.createUpdate("""
                        insert into config_approval (app_id, mark, person, actor, approved_at)
                        values (:app, :mark, :person, :actor, :at)
                        on conflict (app_id) do update set mark = excluded.mark, person = excluded.person,
                            actor = excluded.actor, approved_at = excluded.approved_at
                        """)
                .bind("app", appId)
                .bind("mark", approved.mark())
                .bind("person", approved.person())
                .bind("actor", approved.actor())
                .bind("at", approved.approvedAt())
                .execute();
    }

    /** Nothing of the app is approved any more. */
    public void withdraw(Handle sql, long appId) {
        sql.createUpdate("delete from config_approval where app_id = :app")
                .bind("app", appId)
                .execute();
    }

    /** Who has edited the draft. */
    public List<Editor> editors(Handle sql, long appId) {
        return sql.createQuery("select person, actor from config_editor where app_id = :app order by actor")
                .bind("app", appId)
                .map(EDITOR)
                .list();
    }

    /** Somebody edits the draft. */
    public void edited(Handle sql, long appId, Editor editor) {
        sql.createUpdate("""
                        insert into config_editor (app_id, person, actor) values (:app, :person, :actor)
                        on conflict (app_id, person) do nothing
                        """)
                .bind("app", appId)
                .bind("person", editor.person())
                .bind("actor", editor.actor())
                .execute();
    }

    /** Another draft begins. */
    public void forgetEditors(Handle sql, long appId) {
        sql.createUpdate("delete from config_editor where app_id = :app")
                .bind("app", appId)
                .execute();
    }
}
