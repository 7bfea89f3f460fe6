package io.stardust.agent.supervise;

import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.ServiceInfo;
import org.jspecify.annotations.Nullable;

/** Entries of a desired state: {@code run.sh} in the app's work directory, changed step by step. */
record Deploys(
        long id,
        String name,
        String file,
        @Nullable String arguments,
        String desired,
        long restarts,
        int mode,
        int maxMemory,
        boolean autoStop,
        boolean allowMultiple,
        int port,
        @Nullable String user,
        @Nullable String url,
        @Nullable String sha256,
        long releaseId,
        @Nullable String environments) {

    static Deploys script(long id, String name) {
        return new Deploys(id, name, "run.sh", null, "running", 0, 10, 0, false, false, 0, null, null, null, 0, null);
    }

    Deploys arguments(String to) {
        return new Deploys(
                id,
                name,
                file,
                to,
                desired,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys desired(String to) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                to,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys restarts(long to) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                to,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys task() {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                13,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys hosted() {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                12,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys maxMemory(int mb) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                mode,
                mb,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys stopsWithAgent() {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                mode,
                maxMemory,
                true,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys port(int to) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                to,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys user(String to) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                to,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys file(String to) {
        return new Deploys(
                id,
                name,
                to,
                arguments,
                desired,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                url,
                sha256,
                releaseId,
                environments);
    }

    Deploys release(long release, String packageUrl, String hash) {
        return new Deploys(
                id,
                name,
                file,
                arguments,
                desired,
                restarts,
                mode,
                maxMemory,
                autoStop,
                allowMultiple,
                port,
                user,
                packageUrl,
                hash,
                release,
                environments);
    }

    DeployInfo info(long revision) {
        ServiceInfo service = new ServiceInfo(
                name,
                file,
                arguments,
                null,
                user,
                true,
                mode,
                allowMultiple,
                environments,
                autoStop,
                false,
                maxMemory,
                0,
                0,
                null,
                port,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
        String version = "v" + releaseId;
        return new DeployInfo(
                id, name, version, url, null, null, 2, service, sha256, 0, releaseId, revision, desired, restarts, 0,
                null, null, null, null);
    }
}
