package io.stardust.server.config.effective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SheetTest {
    private static Sheet of(List<Item> items) {
        return new Sheet(1, "shop", 1, Share.NONE, false, List.of(), 1, items);
    }

    private static Item item(String key, String scope, ValueType type, String value) {
        return new Item(key, scope, type, value, null);
    }

    private static Map<Item.Id, @Nullable Item> edits(Random random) {
        Map<Item.Id, @Nullable Item> edits = new HashMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            var id = new Item.Id("key" + random.nextInt(8), random.nextBoolean() ? "" : "test");
            ValueType type = random.nextInt(5) == 0 ? ValueType.SECRET : ValueType.TEXT;
            String value = random.nextInt(4) == 0 ? "${key1}" : "v".repeat(random.nextInt(9));
            edits.put(id, random.nextInt(3) == 0 ? null : item(id.key(), id.scope(), type, value));
        }
        return edits;
    }

    @Test
    void with_countsAsASheetOfTheSameItemsDoes_whateverWasEdited() {
        var random = new Random(11);
        Sheet edited = of(List.of());
        for (int round = 0; round < 2000; round++) {
            Sheet before = edited;
            edited = edited.with(edits(random), round);
            Sheet anew = of(edited.items());

            assertThat(edited.size())
                    .isEqualTo(anew.size())
                    .isEqualTo(edited.items().size());
            assertThat(edited.characters()).isEqualTo(anew.characters());
            assertThat(edited.isPlain()).isEqualTo(anew.isPlain());
            assertThat(edited.unlike(before))
                    .containsExactlyInAnyOrderElementsOf(edited.items().stream()
                            .filter(item -> !item.equals(before.exact(item.id())))
                            .toList());
        }
    }

    @Test
    void isPlain_isFalse_withAReferenceOrASecret() {
        Item plain = item("a", "", ValueType.TEXT, "{b}");

        assertThat(of(List.of(plain)).isPlain()).isTrue();
        assertThat(of(List.of(plain, item("b", "", ValueType.TEXT, "${a}"))).isPlain())
                .isFalse();
        assertThat(of(List.of(plain, item("b", "", ValueType.SECRET, "sealed"))).isPlain())
                .isFalse();
    }
}
