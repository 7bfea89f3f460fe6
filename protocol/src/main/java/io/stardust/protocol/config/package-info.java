/** What travels between apps and the config centre ({@code /Config/*}). */
@NullMarked
package io.stardust.protocol.config;

import org.jspecify.annotations.NullMarked;
