/**
 * Which role may do what with the config of an app, and who has approved what. Starting points:
 * {@link io.stardust.server.config.right.RightStore}, {@link io.stardust.server.config.right.ApprovalStore}.
 */
@NullMarked
package io.stardust.server.config.right;

import org.jspecify.annotations.NullMarked;
