/**
 * Which values an app gets: its own, those of apps it quotes, those of global apps, with references filled in. Knows no
 * database and no person. Starting point: {@link io.stardust.server.config.effective.Resolver}.
 */
@NullMarked
package io.stardust.server.config.effective;

import org.jspecify.annotations.NullMarked;
