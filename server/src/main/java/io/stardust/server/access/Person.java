package io.stardust.server.access;

/** Somebody with a password. {@code platform}: administrator of everything. */
record Person(long id, String name, String passwordHash, boolean platform, long createdAt) {
    /** As it stands in the change table. */
    String actor() {
        return "user:%d %s".formatted(id, name);
    }

    PersonView view() {
        return new PersonView(id, name, platform);
    }

    @Override
    public String toString() {
        return "Person[%d %s]".formatted(id, name);
    }
}
