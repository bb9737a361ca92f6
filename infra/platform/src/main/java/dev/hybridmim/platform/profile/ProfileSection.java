package dev.hybridmim.platform.profile;

/** A part of a profile. */
public interface ProfileSection extends java.io.Serializable {}
