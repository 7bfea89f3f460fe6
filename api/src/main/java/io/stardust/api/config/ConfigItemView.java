package io.stardust.api.config;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One item, as it will be once the draft is published.
 *
 * @param scope environment label; empty: of every scope
 * @param type {@code text}, {@code number}, {@code boolean}, {@code json}, {@code yaml}, {@code properties} or
 *     {@code secret}
 * @param value absent of a secret, and of an item that goes
 * @param live the value that apps get now; absent when it is the same, when there is none, and of a secret
 * @param state {@code live}: as apps get it; {@code added}, {@code changed} or {@code removed} by the draft
 * @param author who edited the draft; absent of a live item
 * @param editedAt when, epoch ms
 * @param since number of the release that made it what apps get now; 0: none
 */
@Json
public record ConfigItemView(
        String key,
        String scope,
        String type,
        @Nullable CharSequence value,
        @Nullable CharSequence live,
        @Nullable String remark,
        String state,
        @Nullable String author,
        @Nullable Long editedAt,
        long since) {}
