package io.stardust.server.registry;

import io.stardust.server.instance.Instance;

/** Tells who may call whom. Asked at each answer and each push: answers from memory. Thread-safe. */
@FunctionalInterface
public interface Grants {
    /** Open within a project, closed across projects. */
    Grants SAME_PROJECT = (consumer, project, _) -> consumer.projectId() == project;

    /** True when {@code consumer} may call the app {@code providerAppId} of {@code providerProjectId}. */
    boolean mayCall(Instance consumer, long providerProjectId, long providerAppId);
}
