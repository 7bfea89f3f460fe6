package io.stardust.agent.install;

import io.stardust.protocol.Hashes;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployMode;
import io.stardust.protocol.deploy.PackageMode;
import io.stardust.protocol.deploy.ServiceInfo;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Deployments with defaults; every change returns a new one. */
public record Deploys(
        String name,
        @Nullable String fileName,
        @Nullable String arguments,
        @Nullable String directory,
        @Nullable String environments,
        DeployMode mode,
        PackageMode packageMode,
        @Nullable String overwrite,
        int port,
        String url,
        @Nullable String md5,
        @Nullable String sha256,
        long size) {
    public static Deploys app(String name) {
        return new Deploys(
                name, null, null, null, null, DeployMode.STANDARD, PackageMode.STANDARD, null, 0, "", null, null, 0);
    }

    Deploys fileName(String value) {
        return with(value, arguments, directory, environments, mode, packageMode, overwrite, port);
    }

    Deploys arguments(String value) {
        return with(fileName, value, directory, environments, mode, packageMode, overwrite, port);
    }

    Deploys directory(String value) {
        return with(fileName, arguments, value, environments, mode, packageMode, overwrite, port);
    }

    Deploys environments(String value) {
        return with(fileName, arguments, directory, value, mode, packageMode, overwrite, port);
    }

    Deploys mode(DeployMode value) {
        return with(fileName, arguments, directory, environments, value, packageMode, overwrite, port);
    }

    Deploys packageMode(PackageMode value) {
        return with(fileName, arguments, directory, environments, mode, value, overwrite, port);
    }

    Deploys overwrite(String value) {
        return with(fileName, arguments, directory, environments, mode, packageMode, value, port);
    }

    Deploys port(int value) {
        return with(fileName, arguments, directory, environments, mode, packageMode, overwrite, value);
    }

    private Deploys with(
            @Nullable String file,
            @Nullable String args,
            @Nullable String dir,
            @Nullable String env,
            DeployMode deployMode,
            PackageMode pack,
            @Nullable String over,
            int onPort) {
        return new Deploys(name, file, args, dir, env, deployMode, pack, over, onPort, url, md5, sha256, size);
    }

    /** By its SHA-256 and size, as our server tells. */
    public Deploys of(String at, byte[] bytes) {
        return hashed(at, null, Hashes.sha256Hex(bytes), bytes.length);
    }

    /** By MD5 alone, as old servers tell. */
    public Deploys ofMd5(String at, byte[] bytes) {
        String md5OfBytes =
                HexFormat.of().withUpperCase().formatHex(Hashes.md5().digest(bytes));
        return hashed(at, md5OfBytes, null, 0);
    }

    public Deploys hashed(String at, @Nullable String newMd5, @Nullable String sha, long bytes) {
        return new Deploys(
                name,
                fileName,
                arguments,
                directory,
                environments,
                mode,
                packageMode,
                overwrite,
                port,
                at,
                newMd5,
                sha,
                bytes);
    }

    public DeployInfo info() {
        ServiceInfo service = new ServiceInfo(
                name,
                fileName,
                arguments,
                directory,
                null,
                true,
                mode.number(),
                false,
                environments,
                false,
                false,
                0,
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
                0,
                null,
                null,
                0);
        return new DeployInfo(
                7,
                name,
                "1.0",
                url,
                md5,
                overwrite,
                packageMode.number(),
                service,
                sha256,
                size,
                3,
                1,
                "running",
                0,
                0,
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }
}
