//go:build !linux

package main

func failDisk(p *place) { p.t.Skip("no small disk can be made here") }

func failDemoDisk(p *place) { p.t.Skip("no small disk can be made here") }

func (p *place) mountSmall(string, string) { p.t.Skip("no small disk can be made here") }
func (p *place) mountLarger(string)        {}
