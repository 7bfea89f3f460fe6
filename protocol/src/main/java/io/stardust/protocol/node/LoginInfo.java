package io.stardust.protocol.node;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a node sends to log in (upstream LoginInfo, {@code POST /Node/Login}).
 *
 * @param code The node's code; empty or absent on a first start.
 * @param secret Proof of the secret, see {@link io.stardust.protocol.SecretProof}; absent when the node has none.
 * @param productCode Which program logs in, e.g. {@code StarAgent}.
 * @param clientId {@code ip@pid} of the agent process.
 * @param project Name of the project to arrive in; absent for the default.
 * @param node The machine; very old clients put its fields at the top level instead and leave this out.
 * @param enrolToken Ours: an enrolment token, sent when the node has no code yet; absent otherwise.
 */
@Json(caseInsensitiveKeys = true)
public record LoginInfo(
        @Json.Property("Code") @Nullable String code,
        @Json.Property("Secret") @Nullable String secret,
        @Json.Property("ProductCode") @Nullable String productCode,
        @Json.Property("ClientId") @Nullable String clientId,
        @Json.Property("Project") @Nullable String project,
        @Json.Property("Node") @Nullable NodeInfo node,
        @Json.Property("EnrolToken") @Nullable String enrolToken) {}
