package io.stardust.server.config;

import io.stardust.server.config.effective.Item;
import io.stardust.server.config.store.SheetStore.Owner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The config that a rollout would carry. Immutable. */
public final class Foreseen {
    final Owner app;
    final @Nullable Long ofNumber;
    final @Nullable Long undoes;
    final Map<Item.Id, @Nullable Item> edits;
    private final List<String> kept;

    /**
     * @param ofNumber as in {@link Carried}, likewise {@code undoes}
     * @param kept what was changed since the release that is undone, and stays; key and scope
     */
    Foreseen(
            Owner app,
            @Nullable Long ofNumber,
            @Nullable Long undoes,
            Map<Item.Id, @Nullable Item> edits,
            List<String> kept) {
        this.app = app;
        this.ofNumber = ofNumber;
        this.undoes = undoes;
        this.edits = edits;
        this.kept = List.copyOf(kept);
    }

    /** Whether there is nothing to carry. */
    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /** What people should know about it. */
    public List<String> warnings() {
        if (kept.isEmpty()) return List.of();
        return List.of("config: what was changed after release %d stays as it is: %s"
                .formatted(undoes, String.join(", ", kept)));
    }
}
