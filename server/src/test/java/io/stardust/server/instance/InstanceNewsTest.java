package io.stardust.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stardust.server.ManualClock;
import io.stardust.server.app.AppDoor;
import io.stardust.server.db.Database;
import io.stardust.server.db.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class InstanceNewsTest {
    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock();
    private final List<String> heard = new ArrayList<>();
    private Instances instances;

    @BeforeEach
    void start() {
        Database db = TestDatabase.in(data);
        Duration minute = Duration.ofMinutes(1);
        instances = new Instances(
                new AppDoor(db, clock), clock, clock::millis, () -> new Instances.Timeouts(minute, minute));
        instances.listen(new Ear());
    }

    private static Instance instance(String client, @Nullable String run) {
        return new Instance(5, "shop", 1, client, null, "10.0.0.7", null, null, null, null, null, run, true);
    }

    @Test
    void listeners_hearOfAWholeLife_inOrder() {
        Instance one = instance("shop@web1", "shop@web1");

        instances.came(one, 0);
        instances.linked(one);
        instances.unlinked(one);
        instances.ended(5, "shop@web1");

        assertThat(heard)
                .containsExactly(
                        "came shop@shop@web1",
                        "alive shop@shop@web1",
                        "linked shop@shop@web1",
                        "unlinked shop@shop@web1",
                        "left shop@shop@web1 ENDED");
        assertThat(instances.all()).isEmpty();
    }

    @Test
    void ended_touchesNoOtherRunAndNoOtherApp() {
        instances.came(instance("a", "shop@web1"), 0);
        instances.came(instance("b", "shop@web2"), 0);
        instances.came(instance("c", null), 0);

        instances.ended(6, "shop@web1");
        instances.ended(5, "shop@web1");

        assertThat(instances.ofApp(5)).extracting(Instance::client).containsExactlyInAnyOrder("b", "c");
        assertThat(instances.find(5, "a")).isEmpty();
        assertThat(instances.find(5, "b")).isPresent();
    }

    @Test
    void secondLogin_isTheSameInstance() {
        instances.came(instance("a", null), 0);
        instances.came(instance("a", "shop@web1"), 0);

        assertThat(instances.all()).hasSize(1);
        assertThat(instances.find(5, "a").orElseThrow().run()).isEqualTo("shop@web1");
    }

    @Test
    void known_bringsBackWhoIsNotThereAnyMore_once() {
        Instance one = instance("a", null);

        instances.known(one, 0);
        instances.known(one, 0);

        assertThat(heard).containsExactly("came shop@a");
    }

    private final class Ear implements InstanceListener {
        @Override
        public void came(Instance instance) {
            heard.add("came " + instance.key());
        }

        @Override
        public void alive(Instance instance) {
            heard.add("alive " + instance.key());
        }

        @Override
        public void linked(Instance instance) {
            heard.add("linked " + instance.key());
        }

        @Override
        public void unlinked(Instance instance) {
            heard.add("unlinked " + instance.key());
        }

        @Override
        public void left(Instance instance, Departure why) {
            heard.add("left " + instance.key() + " " + why);
        }
    }
}
