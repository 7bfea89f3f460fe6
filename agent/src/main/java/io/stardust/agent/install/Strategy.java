package io.stardust.agent.install;

import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.ServiceInfo;

/** How a package becomes a running app (seed: IDeployStrategy). A closed choice; the records hold no state. */
public sealed interface Strategy {
    /** Unpack into the work directory and run there. */
    record Standard() implements Strategy {}

    /** Unpack into a shadow directory and run from there; configuration and data live in the work directory. */
    record Shadow() implements Strategy {}

    /** Unpack only; an outside host such as nginx or IIS serves it. */
    record Hosted() implements Strategy {}

    /** Unpack into the work directory, run once, done. */
    record Task() implements Strategy {}

    /** The strategy of a service, by its mode number, old or new. */
    static Strategy of(ServiceInfo service) {
        return switch (DeployMode.of(service.mode())) {
            case STANDARD -> new Standard();
            case SHADOW -> new Shadow();
            case HOSTED -> new Hosted();
            case TASK -> new Task();
        };
    }

    /** Whether a process belongs to it. */
    default boolean starts() {
        return !(this instanceof Hosted);
    }

    /** Whether the process is to be started again when it ends (seed: NeedGuardian). */
    default boolean guards() {
        return this instanceof Standard || this instanceof Shadow;
    }

    /** Whether a process that is already there may be adopted (seed: AllowTakeOver). */
    default boolean adopts() {
        return guards();
    }
}
