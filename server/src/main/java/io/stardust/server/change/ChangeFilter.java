package io.stardust.server.change;

import io.stardust.server.db.Like;
import io.stardust.server.http.ApiException.Invalid;
import io.stardust.server.http.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which changes; null asks for all.
 *
 * @param kind one kind, or with {@code *} at its end all that begin so
 * @param subjectId there when {@code subjectKind} is
 * @param actor the whole actor, or the part before its name: {@code user:3}
 * @param text in any case, within actor, kind, address or the thing before or after
 * @param from epoch milliseconds, the first
 * @param to epoch milliseconds, the first one not wanted any more
 * @param deployment its id: what is about it, its releases, rollouts and placements included
 * @param without kinds of subjects that are left out, {@code session}
 */
record ChangeFilter(
        @Nullable Long project,
        @Nullable String kind,
        @Nullable String subjectKind,
        @Nullable String subjectId,
        @Nullable String actor,
        @Nullable String text,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable Long deployment,
        List<String> without) {
    ChangeFilter {
        without = List.copyOf(without);
    }

    static final ChangeFilter ALL = new ChangeFilter(null, null, null, null, null, null, null, null, null, List.of());

    private static final List<String> TEXTS = List.of("c.actor", "c.kind", "c.address", "c.before", "c.after");
    private static final Pattern SUBJECT = Pattern.compile("[a-zA-Z]{1,60}");
    private static final int MOST = 10;
    private static final Pattern KIND = Pattern.compile("[a-zA-Z.]{1,60}\\*?");

    static ChangeFilter of(Call call) {
        @Nullable String subject = call.query("subject").orElse(null);
        int colon = subject == null ? -1 : subject.indexOf(':');
        if (subject != null && colon < 1) throw new Invalid("subject", subject, "kind:id, such as deployment:7");
        @Nullable String kind = call.query("kind").orElse(null);
        if (kind != null && !KIND.matcher(kind).matches()) {
            throw new Invalid("kind: not valid (expected: such as deployment.updated, or deployment.*)");
        }
        return new ChangeFilter(
                call.queryId("project").orElse(null),
                kind,
                subject == null ? null : subject.substring(0, colon),
                subject == null ? null : subject.substring(colon + 1),
                call.query("actor").orElse(null),
                call.query("q").orElse(null),
                call.queryId("from").orElse(null),
                call.queryId("to").orElse(null),
                call.queryId("deployment").orElse(null),
                without(call));
    }

    private static List<String> without(Call call) {
        List<String> kinds = call.queryAll("without");
        for (String kind : kinds) {
            if (!SUBJECT.matcher(kind).matches() || kinds.size() > MOST) {
                throw new Invalid(
                        "without: not valid (expected: up to %d kinds of subjects, such as session)".formatted(MOST));
            }
        }
        return kinds;
    }

    /** The conditions but that on the text, each to be joined with {@code and}, with what their names stand for. */
    Map<String, Map<String, Object>> conditions() {
        Map<String, Map<String, Object>> conditions = new LinkedHashMap<>();
        if (project != null) conditions.put("c.project_id = :project", Map.of("project", project));
        if (kind != null) conditions.putAll(ofKind(kind));
        if (subjectKind != null && subjectId != null) {
            conditions.put(
                    "c.subject_kind = :subjectKind and c.subject_id = :subjectId",
                    Map.of("subjectKind", subjectKind, "subjectId", subjectId));
        }
        if (actor != null) {
            // a name may follow the number; as a range, which an index serves: '!' comes next behind a blank
            conditions.put(
                    "(c.actor = :actor or (c.actor > :actorNamed and c.actor < :actorEnd))",
                    Map.of("actor", actor, "actorNamed", actor + " ", "actorEnd", actor + "!"));
        }
        if (deployment != null) {
            conditions.put(
                    "(c.deployment_id = :deployment or (c.subject_kind = 'deployment' and c.subject_id = :deploymentId))",
                    Map.of("deployment", deployment, "deploymentId", deployment.toString()));
        }
        for (int i = 0; i < without.size(); i++) {
            conditions.put("c.subject_kind <> :without" + i, Map.of("without" + i, without.get(i)));
        }
        if (from != null) conditions.put("c.at >= :from", Map.of("from", from));
        if (to != null) conditions.put("c.at < :to", Map.of("to", to));
        return conditions;
    }

    private static Map<String, Map<String, Object>> ofKind(String kind) {
        if (!kind.endsWith("*")) return Map.of("c.kind = :kind", Map.of("kind", kind));
        int dot = kind.indexOf('.');
        if (dot == kind.length() - 2) { // all of a subject, which an index serves
            return Map.of("c.subject_kind = :kind", Map.of("kind", kind.substring(0, dot)));
        }
        return Map.of(
                "c.kind like :kind escape '!'",
                Map.of("kind", Like.literal(kind.substring(0, kind.length() - 1)) + "%"));
    }

    /** The condition on the text, which no index serves; {@code :text} stands for {@link #pattern}. */
    String within() {
        // looking out for the mark costs two thirds more, and few texts need it; unsaid it is a backslash on some
        // databases
        boolean plain = pattern().indexOf('!') < 0 && pattern().indexOf('\\') < 0;
        String marked = plain ? "" : " escape '!'";
        return TEXTS.stream()
                .map(column -> "lower(coalesce(" + column + ", '')) like :text" + marked)
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    String pattern() {
        return Like.containing(text == null ? "" : text);
    }
}
