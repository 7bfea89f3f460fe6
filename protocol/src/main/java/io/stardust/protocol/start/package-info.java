/**
 * What would be started of a package: the rules that the server shows before a publish and the agent acts by. Starting
 * point: {@link io.stardust.protocol.start.StartRules}. docs/deploy-packages.md tells people the same.
 */
@NullMarked
package io.stardust.protocol.start;

import org.jspecify.annotations.NullMarked;
