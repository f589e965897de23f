"""The record kind 攻坚任务."""
