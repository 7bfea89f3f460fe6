package io.stardust.server.registry;

import java.nio.file.Path;
import java.util.List;

/** A program that keeps registrations and prints the number of each after its write returned, until it is killed. */
final class KilledRegistrar {
    private KilledRegistrar() {}

    public static void main(String[] args) {
        var journal = new Journal(Path.of(args[0]), List::of);
        long next = journal.open().stream().mapToLong(Registration::id).max().orElse(0) + 1;
        while (true) {
            journal.put(JournalTest.registration(next));
            System.out.println(next++);
            System.out.flush();
        }
    }
}
