package io.stardust.protocol.app;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * The login of an app's instance (upstream AppModel). .NET clients send {@code AppId} and {@code Code}, SDKs the first
 * only.
 *
 * @param appId The app's name.
 * @param code The same.
 * @param appName Display name; absent = the name.
 * @param secret A proof as {@code SecretProof} has it, the plain secret, or absent.
 * @param clientId {@code ip@pid}, or {@code service@node} of an app that our agent runs; names the instance. May be
 *     empty.
 * @param nodeCode Of the machine, when its agent told it.
 * @param project Where an unknown app arrives; absent = the default.
 * @param version Of the app.
 * @param compile When it was built, epoch ms; 0 = unknown.
 * @param ip Its addresses, commas between them.
 * @param macs Of the machine, commas between them.
 * @param uuid Of the machine.
 * @param time Epoch ms, echoed in the answer.
 * @param instance Ours: the value of {@code STARDUST_INSTANCE}, which the agent gave to the process it started; absent
 *     = not started by our agent.
 * @param scope Ours: environment label, e.g. {@code dev}; absent = none.
 * @param zone Ours: where it runs, e.g. a data centre; absent = the node's.
 * @param sdk Ours: name and version of the SDK, e.g. {@code stardust-java/4.1}; such an instance understands
 *     {@code service#} frames. Absent = another client.
 */
@Json(caseInsensitiveKeys = true)
public record AppModel(
        @Json.Property("AppId") @Nullable String appId,
        @Json.Property("Code") @Nullable String code,
        @Json.Property("AppName") @Nullable String appName,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("NodeCode") @Nullable String nodeCode,
        @Json.Property("Project") @Nullable String project,
        @Json.Property("Version") @Nullable String version,
        @Json.Property("Compile") long compile,
        @Json.Property("IP") @Nullable String ip,
        @Json.Property("Macs") @Nullable String macs,
        @Json.Property("UUID") @Nullable String uuid,
        @Json.Property("Time") long time,
        @Json.Property("Instance") @Nullable String instance,
        @Json.Property("Run") @Nullable String run,
        @Json.Property("Scope") @Nullable String scope,
        @Json.Property("Zone") @Nullable String zone,
        @Json.Property("Sdk") @Nullable String sdk) {}
